// R15: exp, log, the normal quantile and its inverse in + − × ÷ √ alone, which IEEE 754 fixes to the last bit: Math.exp and its kin may
// differ from engine to engine, and with them a factor and a fen.

/** 2⁻¹⁰²² … 2¹⁰²³, by doubling. */
const POWERS = (() => {
  const powers = new Float64Array(2046);
  powers[1022] = 1;
  for (let i = 1023; i < powers.length; i++) powers[i] = (powers[i - 1] as number) * 2;
  for (let i = 1021; i >= 0; i--) powers[i] = (powers[i + 1] as number) / 2;
  return powers;
})();

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** eˣ to within an ulp or so (fdlibm's reduction and polynomial); 0 below −708, Infinity above 709. */
export function exp(x: number): number {
  if (x > 709) return Number.POSITIVE_INFINITY;
  if (x < -708) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t * (-0.0027777777777015593 + t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  return (1 - (low - (r * c) / (2 - c) - high)) * (POWERS[k + 1022] as number);
}

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a normal number above 0 (fdlibm's reduction and polynomial). */
export function log(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getInt32(0);
  let k = (high >> 20) - 1023;
  bits.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + even + odd) + k * LN2_LOW) - f);
}

/**
 * The normal quantile: z with Φ(z) = p, for 0 < p < 1, to about 10⁻¹⁶ of itself. M. J. Wichura, “Algorithm AS 241: The Percentage Points of
 * the Normal Distribution”, Applied Statistics 37 (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) return q * central(0.180625 - q * q);
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const z = r <= 5 ? tail(r - 1.6) : farTail(r - 5);
  return q < 0 ? -z : z;
}

function central(r: number): number {
  return (
    (((((((r * 2509.0809287301227 + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r + 13731.69376550946) * r +
      1971.5909503065513) *
      r +
      133.14166789178438) *
      r +
      3.3871328727963665) /
    (((((((r * 5226.495278852546 + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r + 5394.196021424751) * r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
      1)
  );
}

function tail(r: number): number {
  return (
    (((((((r * 7.745450142783414e-4 + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r + 3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
      1.4234371107496835) /
    (((((((r * 1.0507500716444169e-9 + 5.475938084995345e-4) * r + 0.015198666563616457) * r + 0.14810397642748008) * r + 0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
      1)
  );
}

function farTail(r: number): number {
  return (
    (((((((r * 2.0103343992922881e-7 + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) * r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((r * 2.0442631033899397e-15 + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r + 7.868691311456133e-4) * r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  );
}

/**
 * Φ(z) to about 10⁻¹⁵. J. F. Hart, Computer Approximations (1968), as G. West gives it in “Better approximations to cumulative normal
 * functions” (2005).
 */
export function normalCdf(z: number): number {
  const x = z < 0 ? -z : z;
  const upper = x > 37 ? 0 : exp((-x * x) / 2) * (x < 7.07106781186547 ? mills(x) : farMills(x));
  return z > 0 ? 1 - upper : upper;
}

function mills(x: number): number {
  return (
    ((((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x + 112.079291497871) * x +
      221.213596169931) *
      x +
      220.206867912376) /
    (((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x + 296.564248779674) * x +
      637.333633378831) *
      x +
      793.826512519948) *
      x +
      440.413735824752)
  );
}

function farMills(x: number): number {
  return 1 / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
}
