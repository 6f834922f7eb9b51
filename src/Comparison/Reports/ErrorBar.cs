using System.Globalization;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>
/// A value with its standard error as text. The error has one digit, or two where the first is 1; the value as many decimals as it.
/// </summary>
public static class ErrorBar
{
    private const int DigitsWithoutError = 3;
    private const double TwoDigitsBelow = 1.95;

    /// <summary>The short form: <c>0.159(12)</c> is 0.159 ± 0.012, the error counted in the value's last digit.</summary>
    public static string Compact(MetricValue value)
    {
        Parts parts = PartsOf(value);
        return parts.Error is null ? $"{parts.Value}{parts.Power}" : $"{parts.Value}({(parts.Units < parts.UnitsOfOne ? $"{parts.Units}" : parts.Error)}){parts.Power}";
    }

    /// <summary>The long form: <c>0.159 ± 0.012</c>.</summary>
    public static string Spelled(MetricValue value)
    {
        Parts parts = PartsOf(value);
        return parts.Error is null ? $"{parts.Value}{parts.Power}" : parts.Power.Length == 0 ? $"{parts.Value} ± {parts.Error}" : $"({parts.Value} ± {parts.Error}){parts.Power}";
    }

    private static Parts PartsOf(MetricValue value)
    {
        bool isKnown = double.IsFinite(value.Value) && double.IsFinite(value.StandardError) && value.StandardError > 0;
        double size = Math.Max(Math.Abs(value.Value), isKnown ? value.StandardError : 0);
        if (!double.IsFinite(value.Value) || size == 0)
        {
            return new($"{value.Value}", null, 0, 0, "");
        }

        // Powers of ten below 0.0001 and from 100,000, as in all tables.
        int exponent = Exponent(size);
        int power = exponent is < -4 or > 4 ? exponent : 0;
        double unit = Math.Pow(10, power);
        int decimals = isKnown ? DecimalsOf(value.StandardError / unit) : DigitsWithoutError - 1 - Exponent(Math.Abs(value.Value) / unit);
        string tail = power == 0 ? "" : $"e{power}";
        return isKnown
            ? new(Rounded(value.Value / unit, decimals), Rounded(value.StandardError / unit, decimals), (long)Math.Round(value.StandardError / unit * Math.Pow(10, Math.Max(0, decimals))), (long)Math.Pow(10, Math.Max(0, decimals)), tail)
            : new(Rounded(value.Value / unit, decimals), null, 0, 0, tail);
    }

    private static int DecimalsOf(double error)
    {
        int exponent = Exponent(error);
        return error / Math.Pow(10, exponent) < TwoDigitsBelow ? 1 - exponent : -exponent;
    }

    private static int Exponent(double size) => (int)Math.Floor(Math.Log10(size) + 1e-12);

    private static string Rounded(double value, int decimals)
    {
        double unit = Math.Pow(10, -decimals);
        string text = decimals > 0 ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture) : (Math.Round(value / unit) * unit).ToString("F0", CultureInfo.InvariantCulture);
        return text.TrimStart('-').All(static digit => digit is '0' or '.') ? text.TrimStart('-') : text;
    }

    // Units: the error in the value's last digit; it is told so while it is less than 1 of the value.
    private readonly record struct Parts(string Value, string? Error, long Units, long UnitsOfOne, string Power);
}
