namespace ScoreSde.Tests;

/// <summary>Comparisons by relative error, with both values in the message.</summary>
internal static class Near
{
    public static void Relative(double expected, double actual, double tolerance, string what = "")
    {
        double scale = Math.Max(Math.Abs(expected), Math.Abs(actual));
        Assert.True(
            // Without the first half an infinity would be near everything: ∞ ≤ tolerance · ∞.
            expected == actual || (double.IsFinite(scale) && Math.Abs(expected - actual) <= tolerance * scale),
            $"{what} expected {expected:R}, got {actual:R}: relative error {Math.Abs(expected - actual) / scale:E2} > {tolerance:E2}");
    }

    public static void Absolute(double expected, double actual, double tolerance, string what = "") => Assert.True(
        Math.Abs(expected - actual) <= tolerance,
        $"{what} expected {expected:R}, got {actual:R}: error {Math.Abs(expected - actual):E2} > {tolerance:E2}");
}
