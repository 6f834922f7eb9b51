using System.Text;

namespace ScoreSde.Tests.Support;

/// <summary>A writer to a full disk or a closed terminal.</summary>
internal sealed class DeafWriter : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => throw new IOException("No space left on device", 28);

    /// <inheritdoc/>
    public override void Write(string? value) => throw new IOException("No space left on device", 28);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => throw new IOException("No space left on device", 28);
}
