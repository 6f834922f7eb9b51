using System.Globalization;

namespace ScoreSde.Cli.Tables;

/// <summary>Numbers as tables show them.</summary>
internal static class Quantity
{
    /// <summary>Three significant digits; powers of ten below 0.0001 and from 100,000.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (size == 0 || !double.IsFinite(value))
        {
            return $"{value}";
        }

        // After rounding: 0.09996 shows as 0.100 and 9.996 as 10.0.
        int exponent = (int)Math.Floor(Math.Log10(size) + 0.0002);
        return exponent is < -4 or > 4 ? value.ToString("0.00e0", CultureInfo.InvariantCulture) : value.ToString($"F{Math.Clamp(2 - exponent, 0, 6)}", CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds with three significant digits, no finer than a microsecond; one decimal from 10 on.</summary>
    public static string Seconds(double seconds) => seconds < 10 ? Number(Math.Max(seconds, 1e-6)) : $"{seconds:F1}";

    /// <summary>A number in a second, to three significant digits: no clock tells more.</summary>
    public static string Rate(double rate)
    {
        double unit = rate < 1000 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(rate)) - 2);
        return $"{Math.Round(rate / unit) * unit:N0}";
    }
}
