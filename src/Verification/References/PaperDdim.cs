using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Verification.References;

/// <summary>
/// Reference: DDIM letter by letter, Song, Meng and Ermon 2021, eq. (12) and (16), with ᾱ = α² for a process that preserves variance:
/// x ← √ᾱ_to (x − √(1−ᾱ_from) ε)/√ᾱ_from + √(1 − ᾱ_to − ς²) ε + ς z, ς = η √((1−ᾱ_to)/(1−ᾱ_from)) √(1 − ᾱ_from/ᾱ_to).
/// </summary>
internal sealed record PaperDdim(double Eta) : ISolver
{
    public SolverFacts Facts { get; } = new("paper-ddim", "DDIM as printed", 1, 1, 1, 1, "Song, Meng and Ermon 2021, eq. (12)");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem, Eta);

    private sealed class Stepper<TState>(Problem<TState> problem, double eta) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double from = AlphaBar(step.From);
            double to = AlphaBar(step.To);
            double deviation = eta * Math.Sqrt((1 - to) / (1 - from)) * Math.Sqrt(1 - (from / to));
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(
                x,
                (Math.Sqrt(to / from), x),
                (Math.Sqrt(1 - to - (deviation * deviation)) - (Math.Sqrt(to / from) * Math.Sqrt(1 - from)), epsilon));
            problem.Space.AddNormal(x, deviation, step.Noise(NoisePurpose.Step));
        }

        private static double AlphaBar(NoiseLevel level) => level.MeanScale * level.MeanScale;
    }
}
