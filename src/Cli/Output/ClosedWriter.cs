using System.Globalization;
using System.Text;

namespace ScoreSde.Cli.Output;

/// <summary>Standard output of a process that was started without one: nothing can be written to it.</summary>
internal sealed class ClosedWriter : TextWriter
{
    private const int NoSuchDescriptor = 9;

    private ClosedWriter()
        : base(CultureInfo.InvariantCulture)
    {
    }

    /// <summary>The writer, which holds nothing.</summary>
    public static TextWriter Only { get; } = new ClosedWriter();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What a write comes to.</summary>
    public static IOException Fault() => new("it is closed.", NoSuchDescriptor);

    /// <inheritdoc/>
    public override void Write(char value) => throw Fault();

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => throw Fault();

    /// <inheritdoc/>
    public override void Write(string? value) => throw Fault();
}
