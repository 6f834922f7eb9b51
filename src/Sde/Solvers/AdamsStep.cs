using ScoreSde.Special;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// Exponential Adams steps of the reverse family in x̂₀: with H = (1 + r) h and P the polynomial in λ through known predictions,
/// x ← (σ_t/σ_s) e^(−rh) x + α_t H ∫₀¹ e^(−H(1−τ)) P(τ) dτ, the integral by φ-functions of H alone.
/// </summary>
/// <remarks>
/// The same polynomials written in powers of λ itself, as SA-Solver's code has them, are multiplied by e^(λ_t) and cancel where |λ| is large.
/// </remarks>
/// <param name="space">Where the states live.</param>
/// <param name="data">The predictions x̂₀.</param>
internal sealed class AdamsStep<TState>(IStateSpace<TState> space, PredictionHistory<TState> data)
{
    private readonly (double Weight, TState State)[] terms = new (double, TState)[InterpolationWeights.MostNodes + 3];

    // What the last prediction gave to data[0], data[1], … of that step.
    private readonly double[] used = new double[InterpolationWeights.MostNodes + 1];

    // How many of them.
    private int levels;

    /// <summary>Weighs the newest levels for a step, and returns how many of them it bears.</summary>
    /// <param name="most">The most to take.</param>
    /// <param name="step">The step.</param>
    /// <param name="rate">r.</param>
    public int Weigh(int most, in GridStep step, double rate)
    {
        Span<double> nodes = stackalloc double[most - 1];
        for (int k = 0; k < nodes.Length; k++)
        {
            nodes[k] = data.Node(k + 1, in step);
        }

        levels = Weigh(used, nodes, in step, rate);
        return levels;
    }

    /// <summary>x at the end of the step that was weighed, without its noise.</summary>
    public void Predict(TState x, in GridStep step, double rate)
    {
        terms[0] = (new SdeStep(step.From, step.To, rate).OnState, x);
        for (int k = 0; k < levels; k++)
        {
            terms[k + 1] = (used[k], data[k]);
        }

        space.Combine(x, terms.AsSpan(0, levels + 1));
    }

    /// <summary>
    /// Turns the last prediction into what it would have been with the newest x̂₀, that at the step's end, as one more node. The noise of
    /// the step is in x and stays.
    /// </summary>
    /// <param name="x">The prediction.</param>
    /// <param name="most">The most levels to take beside the newest.</param>
    /// <param name="last">The step that was predicted.</param>
    /// <param name="rate">Its r.</param>
    public void Correct(TState x, int most, in GridStep last, double rate)
    {
        Span<double> nodes = stackalloc double[most];
        Span<double> weights = stackalloc double[InterpolationWeights.MostNodes + 2];
        weights.Clear();
        nodes[0] = 1;
        for (int k = 1; k < most; k++)
        {
            nodes[k] = data.Node(k + 1, in last);
        }

        int known = Math.Max(Weigh(weights, nodes, in last, rate) - 1, levels);
        terms[0] = (1, x);
        terms[1] = (weights[1], data[0]);
        for (int k = 0; k < known; k++)
        {
            terms[k + 2] = (weights[k == 0 ? 0 : k + 1] - (k < levels ? used[k] : 0), data[k + 1]);
        }

        space.Combine(x, terms.AsSpan(0, known + 2));
    }

    // weights[0] belongs to the step's start, the others to the nodes, as many of them as the step bears; returns how many weights there are.
    private static int Weigh(Span<double> weights, ReadOnlySpan<double> nodes, in GridStep step, double rate)
    {
        double whole = new SdeStep(step.From, step.To, rate).OnData;
        double h = (1 + rate) * step.LambdaLength;
        double scale = step.To.MeanScale * h;
        Span<double> moments = stackalloc double[InterpolationWeights.MostNodes];
        moments[0] = scale * PhiFunctions.Phi2(-h);
        moments[1] = scale * 2 * PhiFunctions.Phi3(-h);
        moments[2] = scale * 6 * PhiFunctions.Phi4(-h);
        int count = LevelBound.Fill(nodes, moments, weights[1..], whole);
        weights[0] = whole;
        for (int k = 1; k <= count; k++)
        {
            weights[0] -= weights[k];
        }

        return count + 1;
    }
}
