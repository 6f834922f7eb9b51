using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Inverse;

/// <summary>
/// DDRM: a step in the singular directions of A. With σ̃ = σ/α after the step, x̂ the prediction v_iᵀ x̂₀ and e_i = σ_y/s_i the error of ȳ_i:
/// v_iᵀ x/α = x̂ + √(1 − η²) σ̃ (v_iᵀ x − α x̂)/σ + η σ̃ z where nothing was measured; x̂ + √(1 − η²) (σ̃/e_i) (ȳ_i − x̂) + η σ̃ z where σ̃ &lt; e_i;
/// (1 − η_b) x̂ + η_b ȳ_i + √(σ̃² − η_b² e_i²) z elsewhere. Kawar et al. 2022, eq. (7) and (8).
/// </summary>
/// <param name="Measurement">What was measured.</param>
/// <param name="Eta">η ∈ [0, 1]: how much of the noise is new.</param>
/// <param name="MeasuredEta">η_b ∈ [0, 1]: how far measured coordinates follow the measurement.</param>
public sealed record Ddrm(Measurement Measurement, double Eta = 0.85, double MeasuredEta = 1) : ISolver
{
    /// <summary>η.</summary>
    public double Eta { get; } = Require.Between(Eta, 0, 1);

    /// <summary>η_b.</summary>
    public double MeasuredEta { get; } = Require.Between(MeasuredEta, 0, 1);

    /// <inheritdoc/>
    public SolverFacts Facts => new("ddrm", "DDRM", 0, 0, 1, 1, "Kawar et al. 2022, eq. (7), (8)");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        IMeasuredStates<TState> measured = MeasuredStates.Of(problem, Measurement, Facts);
        return new Stepper<TState>(problem, measured, this);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IMeasuredStates<TState> measured, Ddrm settings) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState noise = problem.Space.Allocate();
        private readonly TState data = problem.Space.Allocate();
        private readonly double[] constants = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofData = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofEpsilon = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofNoise = new double[settings.Measurement.Singular.Rank];
        private readonly double keep = Math.Sqrt(1 - (settings.Eta * settings.Eta));

        public void Step(TState x, in GridStep step)
        {
            if (step.Index == 0)
            {
                Start(x, step.From);
            }

            // ε = (x − α x̂₀)/σ
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.FillNormal(noise, 1, step.Noise(NoisePurpose.Step));
            problem.Space.Combine(data, (1 / step.From.MeanScale, x), (-step.From.Ratio, epsilon));

            // The unmeasured rule is written to all coordinates, then the measured ones are put right: sums over the measured alone.
            double a = step.To.MeanScale;
            double unmeasured = a * step.To.Ratio;
            Describe(step.To, unmeasured);
            problem.Space.Combine(x, (a, data), (unmeasured * keep, epsilon), (unmeasured * settings.Eta, noise));
            measured.AddAlong(x, constants, (ofData, data), (ofEpsilon, epsilon), (ofNoise, noise));
        }

        // What a measured coordinate has beside what the unmeasured rule gives it: α (m (ȳ − v x̂) + (d − η σ̃) z − √(1 − η²) σ̃ ε).
        private void Describe(NoiseLevel to, double unmeasured)
        {
            Measurement measurement = settings.Measurement;
            for (int k = 0; k < constants.Length; k++)
            {
                double error = measurement.Deviation / measurement.Singular.Values[k];
                double b = settings.MeasuredEta;
                (double follows, double drawn) = to.Ratio < error
                    ? (keep * to.Ratio / error, settings.Eta * to.Ratio)
                    : (b, Math.Sqrt(Math.Max(0, (to.Ratio * to.Ratio) - (b * b * error * error))));
                constants[k] = to.MeanScale * follows * measurement.Coordinates[k];
                ofData[k] = -to.MeanScale * follows;
                ofEpsilon[k] = -unmeasured * keep;
                ofNoise[k] = (to.MeanScale * drawn) - (unmeasured * settings.Eta);
            }
        }

        // Measured coordinates start at the measurement with what noise it lacks: their part of the given noise, scaled down.
        private void Start(TState x, NoiseLevel level)
        {
            Measurement measurement = settings.Measurement;
            for (int k = 0; k < constants.Length; k++)
            {
                double error = measurement.Deviation / measurement.Singular.Values[k] / level.Ratio;
                constants[k] = level.MeanScale * measurement.Coordinates[k];
                ofData[k] = Math.Sqrt(Math.Max(0, 1 - (error * error))) - 1;
            }

            measured.AddAlong(x, constants, (ofData, x));
        }
    }
}
