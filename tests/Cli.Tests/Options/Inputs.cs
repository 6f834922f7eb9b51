namespace ScoreSde.Tests.Options;

/// <summary>The inputs of all runs of a class, made once.</summary>
public sealed class Inputs : IDisposable
{
    internal OptionFiles Files { get; } = new();

    public void Dispose() => Files.Dispose();
}
