namespace ScoreSde.Cuda;

/// <summary>A method's steps depend on the numbers of a sample, or are otherwise no list of instructions that holds for every sample.</summary>
/// <param name="solver">Name of the method.</param>
/// <param name="reason">Why, as the end of a sentence.</param>
/// <param name="inner">What the method threw, if anything.</param>
public sealed class NotRecordableException(string solver, string reason, Exception? inner = null)
    : NotSupportedException($"Solver '{solver}' cannot be recorded for the kernel: {reason}", inner)
{
    /// <summary>Name of the method.</summary>
    public string Solver { get; } = solver;
}
