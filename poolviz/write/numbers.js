// Exact numbers: fractions of big integers, read from the texts in the data, and written as Python
// writes them on the screen.

const LONG = 1000n; // a denominator beyond this is long
const LONGEST_TEN = 10n ** 18n; // what divides this has at most 18 decimals
const SIGNIFICANT = 3; // so many digits of a total are shown where its terms are rounded
const WIDEST = 10n ** 21n; // whole numbers below this are written out
const MOST_DECIMALS = 1074; // no float64 has more

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const reduced = (n, d) => { const g = gcd(n, d); return [n / g, d / g]; };
const plus = ([a, b], [c, d]) => reduced(a * d + c * b, b * d);
const equal = (x, y) => x[0] === y[0] && x[1] === y[1];
const size = (n) => (n < 0n ? -n : n);

function rational(text) {
  const [over, under] = text.split("/");
  if (under) return [BigInt(over), BigInt(under)];
  const [mantissa, exponent = "0"] = text.split("e");
  const [whole, part = ""] = mantissa.split(".");
  return scaled([BigInt(whole + part), 1n], Number(exponent) - part.length);
}

function scaled([n, d], exponent) { // times a power of ten
  const ten = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? reduced(n, d * ten) : reduced(n * ten, d);
}

function places([, d]) { // the decimals that a number has; MOST_DECIMALS where they do not end
  const count = (prime) => {
    let times = 0;
    for (; d % prime === 0n; d /= prime) times += 1;
    return times;
  };
  const most = Math.max(count(2n), count(5n));
  return d === 1n ? Math.min(MOST_DECIMALS, most) : MOST_DECIMALS;
}

function rounded([n, d], most) { // with so many decimals, half to even
  const over = size(n) * 10n ** BigInt(most);
  const [digits, twice] = [over / d, 2n * (over % d)];
  const up = twice > d || (twice === d && digits % 2n === 1n);
  const text = String(up ? digits + 1n : digits).padStart(most + 1, "0");
  const cut = text.length - most;
  return (n < 0n ? "-" : "") + text.slice(0, cut) + (most ? `.${text.slice(cut)}` : "");
}

function exact(value) { // a fraction, or decimals where a fraction of them would be longer
  const [n, d] = value;
  if (d === 1n) return String(n);
  const fraction = `${n}/${d}`;
  const decimals = d > LONG && LONGEST_TEN % d === 0n ? rounded(value, places(value)) : "";
  return decimals && decimals.length <= fraction.length ? decimals : fraction;
}

function figure(value, decimals) { // in decimals, as many as needed and at most so many
  const [n, d] = value;
  if (d === 1n) return size(n) < WIDEST ? String(n) : scientific(value, decimals);
  const text = rounded(value, Math.min(decimals, places(value)));
  return /[1-9]/.test(text) ? text : scientific(value, decimals);
}

function exponentOf(value) { // the power of ten of the first digit
  const exponent = String(size(value[0])).length - String(value[1]).length;
  const below = scaled(value, -exponent);
  return size(below[0]) < below[1] ? exponent - 1 : exponent;
}

function hasExponent(value, decimals) { // whether a figure is written with one
  if (value[1] === 1n) return size(value[0]) >= WIDEST;
  return !/[1-9]/.test(rounded(value, decimals));
}

function lastPlace(total, terms, decimals) { // as many decimals as a line needs to add up
  const largest = terms.map(([n, d]) => [size(n), d]).reduce((x, y) => (x[0] * y[1] < y[0] * x[1] ? y : x));
  const place = decimals - (hasExponent(largest, decimals) ? exponentOf(largest) : 0);
  return total[0] ? Math.max(place, SIGNIFICANT - 1 - exponentOf(total)) : place;
}

function toPlace(value, decimals, place) { // a figure that ends at the last place of its line
  if (!hasExponent(value, decimals)) return figure(value, Math.max(place, decimals));
  const digits = place + exponentOf(value);
  return scientific(value, digits < 0 ? decimals : digits);
}

function scientific(value, decimals) {
  let exponent = exponentOf(value);
  const one = scaled(value, -exponent); // from 1 to 10
  const most = Math.min(decimals, places(one));
  let mantissa = rounded(one, most);
  if (/^-?10/.test(mantissa)) [mantissa, exponent] = [rounded(scaled(one, -1), most), exponent + 1];
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
