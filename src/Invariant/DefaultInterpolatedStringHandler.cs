using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler builds every <c>$"…"</c> of this assembly with: the invariant culture, where the runtime's type of the same name takes the
/// thread's. A type of this name in the assembly being compiled goes before the runtime's.
/// </summary>
/// <remarks>docs/decisions/0029-invariant-culture.md. Texts here are names, sentences and files, that must read the same in every country.</remarks>
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + 8 * formattedCount);

    public void AppendLiteral(string value) => text.Append(value);

    public void AppendFormatted(string? value) => text.Append(value);

    public void AppendFormatted(ReadOnlySpan<char> value) => text.Append(value);

    public void AppendFormatted<T>(T value) => text.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    /// <summary>The value in its format, filled up with blanks on the left to the alignment, or on the right where that is negative.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        string words = value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        text.Append(alignment < 0 ? words.PadRight(-alignment) : words.PadLeft(alignment));
    }

    public string ToStringAndClear() => text.ToString();
}
