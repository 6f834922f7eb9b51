namespace ScoreSde.Cli.Output;

/// <summary>
/// The writer of progress, warnings and failures. What cannot be written is not: a full disk under a log or a terminal that was closed must not
/// end a run.
/// </summary>
internal sealed class TalkWriter(TextWriter inner) : GuardedWriter(inner, keepsLines: false)
{
    /// <inheritdoc/>
    protected override void Do(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody hears it.
        }
    }
}
