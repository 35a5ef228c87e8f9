// Exact numbers: fractions of big integers, read from and written as the texts in the data.

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const reduced = (n, d) => { const g = gcd(n, d); return [n / g, d / g]; };
const plus = ([a, b], [c, d]) => reduced(a * d + c * b, b * d);
const equal = (x, y) => x[0] === y[0] && x[1] === y[1];

function rational(text) {
  const [over, under] = text.split("/");
  if (under) return [BigInt(over), BigInt(under)];
  const [mantissa, exponent = "0"] = text.split("e");
  const [whole, part = ""] = mantissa.split(".");
  const shift = Number(exponent) - part.length;
  const digits = BigInt(whole + part);
  const ten = 10n ** BigInt(Math.abs(shift));
  return shift < 0 ? reduced(digits, ten) : [digits * ten, 1n];
}

function decimals(n, d, places) { // half to even
  const scaled = (n < 0n ? -n : n) * 10n ** BigInt(places);
  let digits = scaled / d;
  const twice = 2n * (scaled % d);
  if (twice > d || (twice === d && digits % 2n)) digits += 1n;
  const text = String(digits).padStart(places + 1, "0");
  const cut = text.length - places;
  return (n < 0n ? "-" : "") + text.slice(0, cut) + (places ? "." + text.slice(cut) : "");
}

function exact([n, d]) {
  if (d === 1n) return String(n);
  const long = d > 1000n && 10n ** 18n % d === 0n;
  return long ? decimals(n, d, 18).replace(/0+$/, "") : `${n}/${d}`;
}

function shortly(value, most) { // with as many decimals as needed, and at most so many
  if (most === null || value[1] === 1n) return exact(value);
  const text = decimals(...value, most).replace(/0+$/, "");
  return /[1-9]/.test(text) ? text : exact(value);
}

const sign = (one, other) => (equal(rational(one), rational(other)) ? "=" : "≈");
const amount = (one, other) => (one === other ? one : `${one} ${sign(one, other)} ${other}`);
