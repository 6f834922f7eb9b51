namespace ScoreSde.Tests.Support;

/// <summary>Does something, once, when a line that holds a given text is written.</summary>
internal sealed class ActingWriter(string text, Action act) : StringWriter
{
    private bool isDone;

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (!isDone && value is not null && value.Contains(text, StringComparison.Ordinal))
        {
            isDone = true;
            act();
        }
    }
}
