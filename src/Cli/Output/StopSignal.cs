namespace ScoreSde.Cli.Output;

/// <summary>
/// The wish to stop: of a person, of the system, of a terminal that was closed. The run ends between two steps and saves or cleans up. Who asks again does
/// not want to wait, unless something is being saved.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private int requests;
    private int holds;

    /// <summary>Set at the first request.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>How often somebody asked.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>What is told where the process is ended before its run has heeded the request, in place of that nothing was left; may save.</summary>
    internal Func<string?>? Farewell { get; set; }

    /// <summary>Whether work is under way whose loss would hurt.</summary>
    public bool IsHeld => Volatile.Read(ref holds) > 0;

    /// <summary>Notes a request.</summary>
    /// <returns>Whether the process is to live on until its run ends by itself.</returns>
    public bool Request()
    {
        bool isFirst = Interlocked.Increment(ref requests) == 1;
        source.Cancel();
        return isFirst || IsHeld;
    }

    /// <summary>Keeps the process alive through requests until the result is disposed of.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref holds);
        return new Held(this);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private sealed class Held(StopSignal signal) : IDisposable
    {
        private int isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                Interlocked.Decrement(ref signal.holds);
            }
        }
    }
}
