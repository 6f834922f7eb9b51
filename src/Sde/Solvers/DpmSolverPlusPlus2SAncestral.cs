using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver++ 2S, ancestral: a step of the flow by DPM-Solver++ 2S beyond the target, to σ̃_down = √(σ̃_t² − σ̃_up²), then noise of
/// deviation σ̃_up = η σ̃_t √(−expm1(−2h)) in x/α. A step to t = 0 is x̂₀ (one evaluation). Crowson 2022 (k-diffusion);
/// Lu et al. 2022b.
/// </summary>
/// <remarks>η scales a standard deviation, as in DDIM: the noise rate of the limiting process is η².</remarks>
/// <param name="Eta">η ∈ [0, 1].</param>
public sealed record DpmSolverPlusPlus2SAncestral(double Eta = 1) : ISolver
{
    /// <summary>η.</summary>
    public double Eta { get; } = Require.Between(Eta, 0, 1);

    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpmpp-2s-a", "DPM-Solver++ 2S ancestral", 2, 1, 2, 1, "Crowson 2022; Lu et al. 2022b, alg. 1")
    {
        Noise = StepNoise.Increment,
    };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Eta);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, double eta) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState middle = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
                return;
            }

            // σ̃_up²/σ̃_t², and the length in λ of the step to σ̃_down.
            double share = -eta * eta * Exponentials.Expm1(-2 * step.LambdaLength);
            double h = step.LambdaLength - (0.5 * Exponentials.Log1p(-share));
            NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (h / 2));
            GridStep first = step with { To = half };
            problem.Space.Combine(middle, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
            problem.Score.Evaluate(middle, half, epsilon);
            double data = -step.To.MeanScale * Exponentials.Expm1(-h);
            problem.Space.Combine(
                x, (step.MeanScaleRatio * Math.Exp(-h), x), (data / half.MeanScale, middle), (-data * half.Ratio, epsilon));
            if (share > 0)
            {
                problem.Space.AddNormal(x, step.To.Deviation * Math.Sqrt(share), step.Noise(NoisePurpose.Step));
            }
        }
    }
}
