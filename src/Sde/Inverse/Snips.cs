using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;

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
public sealed record Snips(Measurement Measurement, int Corrections = 5, double StepSize = 0.3) : TileSolver
{
    /// <summary>τ ≥ 1.</summary>
    public int Corrections { get; } = Require.Positive(Corrections);

    /// <summary>c.</summary>
    public double StepSize { get; } = Require.Between(Require.Positive(StepSize), 0, 1);

    /// <inheritdoc/>
    public override SolverFacts Facts => new(
        "snips", $"SNIPS, {Corrections} Langevin steps a level", 0, 0, Corrections, Corrections + 1, "Kawar, Vaksman and Elad 2021, alg. 1");

    private protected override IStepper<Tile<T>> Create<T>(Problem<Tile<T>> problem)
    {
        Measurement.Check(problem.Space.Dimension);
        return new Stepper<T>(problem, this);
    }

    private sealed class Stepper<T>(Problem<Tile<T>> problem, Snips settings) : IStepper<Tile<T>>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> epsilon = problem.Space.Allocate();
        private readonly Tile<T> noise = problem.Space.Allocate();
        private readonly double[] state = new double[problem.Space.Dimension];
        private readonly double[] direction = new double[problem.Space.Dimension];
        private readonly double[] drawn = new double[problem.Space.Dimension];

        public void Step(Tile<T> x, in GridStep step)
        {
            for (int k = 0; k < settings.Corrections; k++)
            {
                problem.Score.Evaluate(x, step.From, epsilon);
                problem.Space.FillNormal(noise, 1, step.Noise(NoisePurpose.Corrector, k, settings.Corrections));
                for (int i = 0; i < x.Rows; i++)
                {
                    Read(x, i, step.From);
                    TileRows.Read(noise.Row(i), drawn);
                    Langevin(step.From.Ratio);
                    Write(x, i, step.From);
                }
            }

            if (!step.To.IsClean)
            {
                problem.Space.Combine(x, (step.MeanScaleRatio, x));
                return;
            }

            problem.Score.Evaluate(x, step.From, epsilon);
            for (int i = 0; i < x.Rows; i++)
            {
                Read(x, i, step.From);
                SingularValues.Add(-step.From.Ratio, direction, state);
                Settle(step.From.Ratio);
                Write(x, i, step.To);
            }
        }

        private void Read(Tile<T> x, int row, NoiseLevel level)
        {
            TileRows.Read(x.Row(row), state);
            TileRows.Read(epsilon.Row(row), direction);
            double scale = 1 / level.MeanScale;
            for (int j = 0; j < state.Length; j++)
            {
                state[j] *= scale;
            }
        }

        private void Write(Tile<T> x, int row, NoiseLevel level)
        {
            for (int j = 0; j < state.Length; j++)
            {
                state[j] *= level.MeanScale;
            }

            TileRows.Write(state, x.Row(row));
        }

        // The unmeasured rule is written to all directions, then the measured ones are put right: sums over the measured alone.
        private void Langevin(double ratio)
        {
            SingularValues singular = settings.Measurement.Singular;
            double c = settings.StepSize;
            double draw = Math.Sqrt(2 * c) * ratio;
            Span<double> correction = stackalloc double[singular.Rank];
            for (int k = 0; k < correction.Length; k++)
            {
                ReadOnlySpan<double> v = singular.Right(k);
                double model = -c * ratio * SingularValues.Dot(v, direction);
                double z = SingularValues.Dot(v, drawn);
                double difference = settings.Measurement.Coordinates[k] - SingularValues.Dot(v, state);
                double error = Error(k);
                double known = Math.Min(1, ratio / error);
                double pull = c * known * known;
                double spread = ratio >= error
                    ? Math.Sqrt(2 * c * ((ratio * ratio) - (error * error)))
                    : draw * Math.Sqrt(1 - (known * known));
                double own = (pull * difference) + ((1 - (known * known)) * model) + (spread * z);
                correction[k] = own - (model + (draw * z));
            }

            for (int j = 0; j < state.Length; j++)
            {
                state[j] += (-c * ratio * direction[j]) + (draw * drawn[j]);
            }

            Correct(correction, singular);
        }

        // What the measurement knows better than the last level goes to the measurement.
        private void Settle(double ratio)
        {
            SingularValues singular = settings.Measurement.Singular;
            Span<double> correction = stackalloc double[singular.Rank];
            for (int k = 0; k < correction.Length; k++)
            {
                correction[k] = ratio >= Error(k) ? settings.Measurement.Coordinates[k] - SingularValues.Dot(singular.Right(k), state) : 0;
            }

            Correct(correction, singular);
        }

        private void Correct(ReadOnlySpan<double> correction, SingularValues singular)
        {
            for (int k = 0; k < correction.Length; k++)
            {
                SingularValues.Add(correction[k], singular.Right(k), state);
            }
        }

        private double Error(int index) => settings.Measurement.Deviation / settings.Measurement.Singular.Values[index];
    }
}
