namespace ScoreSde.Sampling;

/// <summary>A state became infinite or not a number. Says where; the run leaves no output.</summary>
public sealed class NonFiniteSampleException(string solver, int step, double time, long sample)
    : Exception($"{solver} gave a value that is not finite in step {step + 1}, at time {time:G6}, first in sample {sample}.")
{
    /// <summary>Name of the solver.</summary>
    public string Solver { get; } = solver;

    /// <summary>Index of the step, from 0.</summary>
    public int Step { get; } = step;

    /// <summary>The time at which the step ended.</summary>
    public double Time { get; } = time;

    /// <summary>Index of the first sample concerned, of those that were seen.</summary>
    public long Sample { get; } = sample;
}
