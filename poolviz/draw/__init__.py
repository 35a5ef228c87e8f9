"""From a problem and what is asked to blocks: headings, panels, legends, sentences."""
