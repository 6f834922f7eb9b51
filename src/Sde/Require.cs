using System.Runtime.CompilerServices;

namespace ScoreSde;

/// <summary>
/// Guards for real arguments. The framework's own (<c>ThrowIfGreaterThan</c> and its kin) let NaN pass, these do not.
/// </summary>
internal static class Require
{
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class => value ?? throw new ArgumentNullException(name);

    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");

    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than 0.");

    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    public static double Between(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [{low}, {high}].");

    /// <summary>Intervals of a grid or a chain, whose levels, one more, an array holds.</summary>
    public static int Steps(int value, int least = 1, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value < Array.MaxLength
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [{least}, {Array.MaxLength - 1}].");

    /// <summary>Numbers in so many rows, where an array holds them.</summary>
    public static int Numbers(int rows, int width, [CallerArgumentExpression(nameof(rows))] string name = "") =>
        (long)rows * width is var numbers && numbers >= 0 && numbers <= Array.MaxLength
            ? (int)numbers
            : throw new ArgumentOutOfRangeException(name, rows, $"{rows} × {width} numbers are more than the {Array.MaxLength} that one array holds.");

    public static long Positive(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
