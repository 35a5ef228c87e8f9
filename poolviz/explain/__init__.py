"""What is true of a problem, exactly: facts and sentences that know no width and no colour."""
