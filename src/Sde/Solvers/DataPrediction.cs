using ScoreSde.Processes;

namespace ScoreSde.Solvers;

/// <summary>x̂₀ = (x − σ ε)/α, or what the model writes where α = 0: what the methods in the form of DPM-Solver++ remember of a level.</summary>
internal static class DataPrediction
{
    /// <summary>Writes x̂₀ of x at a level into a state other than x, with one evaluation.</summary>
    public static void Write<TState>(Problem<TState> problem, TState x, NoiseLevel level, TState target)
    {
        problem.Score.Evaluate(x, level, target);
        if (level.IsPureNoise)
        {
            return;
        }

        problem.Space.Combine(target, (1 / level.MeanScale, x), (-level.Ratio, target));
    }
}
