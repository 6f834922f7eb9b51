namespace ScoreSde.Tests.Support;

/// <summary>Presses Ctrl-C, so to speak, when a line with a given beginning is written.</summary>
internal sealed class StoppingWriter(string beginning, CancellationTokenSource source) : StringWriter
{
    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value is not null && value.StartsWith(beginning, StringComparison.Ordinal))
        {
            source.Cancel();
        }
    }
}
