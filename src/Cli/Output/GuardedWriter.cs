using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ScoreSde.Data;

namespace ScoreSde.Cli.Output;

/// <summary>
/// Hands everything on to another writer, which stays open. A line shows control characters, which may come from a file or a name, as \u001b; what
/// is written without a line's end is the program's own.
/// </summary>
/// <param name="inner">The other writer.</param>
/// <param name="keepsLines">Whether a line may hold line ends.</param>
internal abstract class GuardedWriter(TextWriter inner, bool keepsLines) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    [AllowNull]
    public override string NewLine
    {
        get => inner.NewLine;
        set => inner.NewLine = value;
    }

    /// <inheritdoc/>
    public override void Write(char value) => Do(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Do(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Do(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Do(inner.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Do(() => inner.WriteLine(value is null ? null : Excerpt.Escaped(value, keepsLines)));

    /// <inheritdoc/>
    public override void Flush() => Do(inner.Flush);

    /// <summary>Writes, and says what a failure means.</summary>
    protected abstract void Do(Action write);
}
