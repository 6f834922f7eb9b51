using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Inverse;

/// <summary>
/// SNIPS: annealed Langevin steps in the singular directions of A, with a step of its own for each. With x̃ = x/α, σ̃ = σ/α, e_i = σ_y/s_i the error of ȳ_i and
/// ε the model's, v_iᵀ x̃ grows by c (ȳ_i − v_iᵀ x̃) + √(2c (σ̃² − e_i²)) z where σ̃ ≥ e_i; by
/// c [(σ̃/e_i)² (ȳ_i − v_iᵀ x̃) − (1 − (σ̃/e_i)²) σ̃ v_iᵀ ε] + √(2c σ̃² (1 − (σ̃/e_i)²)) z where σ̃ &lt; e_i; by
/// −c σ̃ v_iᵀ ε + √(2c) σ̃ z where nothing was measured. Kawar, Vaksman and Elad 2021, alg. 1.
/// </summary>
/// <remarks>
/// The noise of x̃ counts as a part of the noise of y, so that below all e_i the steps follow N(y; A x̃, σ_y² I − σ̃² A Aᵀ) p(x̃), which is exact for any data: what is
/// left is Langevin's own bias, of order c, and what too few steps leave. Above, a prior that ties measured to unmeasured numbers is followed
/// approximately. The steps of a grid are the levels; x̃ stays as it is between them. A step to t = 0 ends on x̂₀, which is exact too, and on ȳ_i where that is the surer.
/// </remarks>
/// <param name="Measurement">What was measured.</param>
/// <param name="Corrections">Langevin steps at each level (the paper's τ).</param>
/// <param name="StepSize">c ∈ (0, 1], a share of the variance σ̃².</param>
public sealed record Snips(Measurement Measurement, int Corrections = 5, double StepSize = 0.3) : ISolver
{
    /// <summary>τ ≥ 1.</summary>
    public int Corrections { get; } = Require.Positive(Corrections);

    /// <summary>c.</summary>
    public double StepSize { get; } = Require.Between(Require.Positive(StepSize), 0, 1, nameof(StepSize));

    /// <inheritdoc/>
    public SolverFacts Facts => new(
        "snips", $"SNIPS, {Corrections} Langevin steps a level", 0, 0, Corrections, Corrections + 1, "Kawar, Vaksman and Elad 2021, alg. 1");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        IMeasuredStates<TState> measured = MeasuredStates.Of(problem, Measurement, Facts);
        return new Stepper<TState>(problem, measured, this);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IMeasuredStates<TState> measured, Snips settings) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState noise = problem.Space.Allocate();
        private readonly double[] constants = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofState = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofEpsilon = new double[settings.Measurement.Singular.Rank];
        private readonly double[] ofNoise = new double[settings.Measurement.Singular.Rank];

        public void Step(TState x, in GridStep step)
        {
            NoiseLevel from = step.From;
            double c = settings.StepSize;
            double model = -c * from.Deviation;
            double draw = Math.Sqrt(2 * c) * from.Deviation;
            for (int k = 0; k < settings.Corrections; k++)
            {
                problem.Score.Evaluate(x, from, epsilon);
                problem.Space.FillNormal(noise, 1, step.Noise(NoisePurpose.Corrector, k, settings.Corrections));

                // The measured directions first, which ask for x as it is; then the unmeasured rule for all.
                Langevin(from, model, draw);
                measured.AddAlong(x, constants, (ofState, x), (ofEpsilon, epsilon), (ofNoise, noise));
                problem.Space.Combine(x, (1, x), (model, epsilon), (draw, noise));
            }

            if (!step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x));
                return;
            }

            problem.Score.Evaluate(x, from, epsilon);
            problem.Space.Combine(x, (step.To.MeanScale / from.MeanScale, x), (-step.To.MeanScale * from.Ratio, epsilon));
            Settle(from.Ratio, step.To.MeanScale);
            measured.AddAlong(x, constants, (ofState, x));
        }

        // What a measured direction's step has beside the unmeasured rule's, in units of x.
        private void Langevin(NoiseLevel level, double model, double draw)
        {
            double c = settings.StepSize;
            for (int k = 0; k < constants.Length; k++)
            {
                double error = Error(k);
                double known = Math.Min(1, level.Ratio / error);
                double pull = c * known * known;
                double spread = level.Ratio >= error
                    ? level.MeanScale * Math.Sqrt(2 * c * ((level.Ratio * level.Ratio) - (error * error)))
                    : draw * Math.Sqrt(1 - (known * known));
                constants[k] = level.MeanScale * pull * settings.Measurement.Coordinates[k];
                ofState[k] = -pull;
                ofEpsilon[k] = -known * known * model;
                ofNoise[k] = spread - draw;
            }
        }

        // What the measurement knows better than the last level goes to the measurement.
        private void Settle(double ratio, double scale)
        {
            for (int k = 0; k < constants.Length; k++)
            {
                bool settles = ratio >= Error(k);
                constants[k] = settles ? scale * settings.Measurement.Coordinates[k] : 0;
                ofState[k] = settles ? -1 : 0;
            }
        }

        private double Error(int index) => settings.Measurement.Deviation / settings.Measurement.Singular.Values[index];
    }
}
