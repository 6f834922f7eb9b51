using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Likelihood;

/// <summary>The product that a trace asks for, by whichever a score offers.</summary>
internal static class TraceProducts
{
    /// <summary>product = A direction, A the Jacobian or its transpose.</summary>
    public static void ProductForTrace<TState>(this IDifferentiableScore<TState> score, TState x, NoiseLevel level, TState direction, TState product)
    {
        if (score is ITraceScore<TState> traced)
        {
            traced.TraceProduct(x, level, direction, product);
        }
        else
        {
            score.TransposedJacobianProduct(x, level, direction, product);
        }
    }
}
