// R9 Fee for service (按项目付费)
//
// Clause: Henan manual 五（二）3 puts case-based payment in its place for inpatients; what no method covers stays with it.
// Formula: the fund pays what was recorded; the standard is that and the patients' own payment.
// Always: a service without a method is paid as R4 projects it.
// Example: fund 600.00, patients 400.00 → the fund pays 600.00.

/** @param recorded payments of a year, streams × 13. @returns what the fund pays of each before any other method. */
export function feeForService(recorded: Float64Array): Float64Array {
  return recorded;
}
