using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>
/// Reference: CFG++ line by line, Chung et al. 2024, alg. 2, for any process and with the noise of DDIM: g = ε_∅ + λ (ε_c − ε_∅), x̂₀ = (x − σ g)/α,
/// x ← α_to x̂₀ + √(σ_to² − ς²) ε_∅ + ς z.
/// </summary>
internal sealed record PaperCfgPlusPlus(IScoreFunction<Tile<double>> Conditional, IScoreFunction<Tile<double>> Free, double Scale, double Eta) : ISolver
{
    public SolverFacts Facts { get; } = new("paper-cfgpp", "CFG++ as printed", 0, 0, 2, 2, "Chung et al. 2024, alg. 2");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) =>
        (IStepper<TState>)(object)new Stepper((Problem<Tile<double>>)(object)problem, this);

    private sealed class Stepper(Problem<Tile<double>> problem, PaperCfgPlusPlus settings) : IStepper<Tile<double>>
    {
        private readonly Tile<double> conditional = problem.Space.Allocate();
        private readonly Tile<double> free = problem.Space.Allocate();
        private readonly Tile<double> data = problem.Space.Allocate();

        public void Step(Tile<double> x, in GridStep step)
        {
            (double alpha, double sigma) = (step.From.MeanScale, step.From.Deviation);
            settings.Conditional.Evaluate(x, step.From, conditional);
            settings.Free.Evaluate(x, step.From, free);
            double ratio = alpha * step.To.Deviation / (step.To.MeanScale * sigma);
            double deviation = settings.Eta * step.To.Deviation * Math.Sqrt(1 - (ratio * ratio));
            problem.Space.Combine(data, (1 / alpha, x), (-sigma / alpha * (1 - settings.Scale), free), (-sigma / alpha * settings.Scale, conditional));
            problem.Space.Combine(x, (step.To.MeanScale, data), (Math.Sqrt(step.To.Variance - (deviation * deviation)), free));
            problem.Space.AddNormal(x, deviation, step.Noise(NoisePurpose.Step));
        }
    }
}
