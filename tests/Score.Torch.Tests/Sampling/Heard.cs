namespace ScoreSde.Tests.Sampling;

/// <summary>Progress that is heard at once, on the thread that reports.</summary>
internal sealed class Heard<T>(Action<T> listen) : IProgress<T>
{
    public void Report(T value) => listen(value);
}
