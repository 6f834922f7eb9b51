using ScoreSde.Data;

namespace ScoreSde.Cli.Output;

/// <summary>The writer of results: what cannot be written is a failure with a name.</summary>
internal sealed class ResultWriter(TextWriter inner) : GuardedWriter(inner, keepsLines: true)
{
    /// <inheritdoc/>
    protected override void Do(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException("standard output", $"cannot be written: {WriteFault.Reason(failure)}", failure);
        }
    }
}
