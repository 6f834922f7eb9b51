using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>What ancestral steps share whose variance is made of ∂ε/∂x: x ← (x − V ε/σ)/a + √(β̃ + c² (1 − σ ∂ε/∂x)) z, c = V/(a σ), not below β̃.</summary>
internal static class TweedieStep
{
    /// <summary>Takes the step; one to t = 0 adds no noise.</summary>
    /// <param name="space">Where states live.</param>
    /// <param name="x">The state, replaced.</param>
    /// <param name="epsilon">ε of it.</param>
    /// <param name="jacobian">∂ε_j/∂x_j for each number, or their mean; not read in a step to t = 0.</param>
    /// <param name="noise">Room that is overwritten.</param>
    /// <param name="step">The step.</param>
    public static void Take<TState>(IVariedSpace<TState> space, TState x, TState epsilon, TState jacobian, TState noise, in GridStep step)
    {
        double c = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
        space.Combine(x, (1 / step.TransitionScale, x), (-c, epsilon));
        if (!step.To.IsClean)
        {
            double square = c * c;
            space.AddNormal(
                x, jacobian, new NumberVariance(-square * step.From.Deviation, step.PosteriorVariance + square, step.PosteriorVariance), noise, step.Noise(NoisePurpose.Step));
        }
    }

    /// <summary>Evaluates ε with the diagonal of its Jacobian, in closed form where the score has one; false where there is none.</summary>
    public static bool TryEvaluate<TState>(IScoreFunction<TState> score, TState x, NoiseLevel level, TState epsilon, TState diagonal)
    {
        if (score is IJacobianDiagonal<TState> closed && closed.TryDiagonal(x, level, diagonal))
        {
            score.Evaluate(x, level, epsilon);
            return true;
        }

        return score is IJacobianProducts<TState> together && together.TryEvaluateWithDiagonal(x, level, epsilon, diagonal);
    }
}
