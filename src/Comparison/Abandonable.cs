namespace ScoreSde.Comparison;

/// <summary>Work that does not ask whether it is still wanted: done on another thread, which is left behind when the person asks to stop.</summary>
internal static class Abandonable
{
    /// <summary>Does it.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static T Run<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Run(work, CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
}
