using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// DDRM: a step in the singular directions of A. With σ̃ = σ/α after the step, x̂ the prediction v_iᵀ x̂₀ and e_i = σ_y/s_i the error of ȳ_i:
/// v_iᵀ x/α = x̂ + √(1 − η²) σ̃ (v_iᵀ x − α x̂)/σ + η σ̃ z where nothing was measured; x̂ + √(1 − η²) (σ̃/e_i) (ȳ_i − x̂) + η σ̃ z where σ̃ &lt; e_i;
/// (1 − η_b) x̂ + η_b ȳ_i + √(σ̃² − η_b² e_i²) z elsewhere. Kawar et al. 2022, eq. (7) and (8).
/// </summary>
/// <param name="Measurement">What was measured.</param>
/// <param name="Eta">η ∈ [0, 1]: how much of the noise is new.</param>
/// <param name="MeasuredEta">η_b ∈ [0, 1]: how far measured coordinates follow the measurement.</param>
public sealed record Ddrm(Measurement Measurement, double Eta = 0.85, double MeasuredEta = 1) : TileSolver
{
    /// <summary>η.</summary>
    public double Eta { get; } = Require.Between(Eta, 0, 1);

    /// <summary>η_b.</summary>
    public double MeasuredEta { get; } = Require.Between(MeasuredEta, 0, 1);

    /// <inheritdoc/>
    public override SolverFacts Facts => new("ddrm", "DDRM", 0, 0, 1, 1, "Kawar et al. 2022, eq. (7), (8)");

    private protected override IStepper<Tile<T>> Create<T>(Problem<Tile<T>> problem)
    {
        Measurement.Check(problem.Space.Dimension);
        return new Stepper<T>(problem, this);
    }

    private sealed class Stepper<T>(Problem<Tile<T>> problem, Ddrm settings) : IStepper<Tile<T>>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> epsilon = problem.Space.Allocate();
        private readonly Tile<T> noise = problem.Space.Allocate();
        private readonly double[] data = new double[problem.Space.Dimension];
        private readonly double[] direction = new double[problem.Space.Dimension];
        private readonly double[] drawn = new double[problem.Space.Dimension];
        private readonly double keep = Math.Sqrt(1 - (settings.Eta * settings.Eta));

        public void Step(Tile<T> x, in GridStep step)
        {
            if (step.Index == 0)
            {
                Start(x, step.From);
            }

            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.FillNormal(noise, 1, step.Noise(NoisePurpose.Step));
            for (int i = 0; i < x.Rows; i++)
            {
                // data = x̂₀, direction = (x − α x̂₀)/σ = ε
                TileRows.Read(x.Row(i), data);
                TileRows.Read(epsilon.Row(i), direction);
                TileRows.Read(noise.Row(i), drawn);
                for (int j = 0; j < data.Length; j++)
                {
                    data[j] = (data[j] - (step.From.Deviation * direction[j])) / step.From.MeanScale;
                }

                Row(step.To, x.Row(i));
            }
        }

        // The unmeasured rule is written to all coordinates, then the measured ones are put right: sums over the measured alone.
        private void Row(NoiseLevel to, Span<T> x)
        {
            double ratio = to.Ratio;
            SingularValues singular = settings.Measurement.Singular;
            ReadOnlySpan<double> known = settings.Measurement.Coordinates;
            Span<double> correction = stackalloc double[singular.Rank];
            for (int k = 0; k < correction.Length; k++)
            {
                ReadOnlySpan<double> v = singular.Right(k);
                double predicted = SingularValues.Dot(v, data);
                double z = SingularValues.Dot(v, drawn);
                double unmeasured = ratio * ((keep * SingularValues.Dot(v, direction)) + (settings.Eta * z));
                correction[k] = Measured(ratio, settings.Measurement.Deviation / singular.Values[k], known[k] - predicted, z) - unmeasured;
            }

            for (int j = 0; j < data.Length; j++)
            {
                data[j] += ratio * ((keep * direction[j]) + (settings.Eta * drawn[j]));
            }

            for (int k = 0; k < correction.Length; k++)
            {
                SingularValues.Add(correction[k], singular.Right(k), data);
            }

            for (int j = 0; j < data.Length; j++)
            {
                data[j] *= to.MeanScale;
            }

            TileRows.Write(data, x);
        }

        // What is added to x̂ in a measured coordinate.
        private double Measured(double ratio, double error, double difference, double z)
        {
            if (ratio < error)
            {
                return (keep * ratio / error * difference) + (settings.Eta * ratio * z);
            }

            double b = settings.MeasuredEta;
            return (b * difference) + (Math.Sqrt(Math.Max(0, (ratio * ratio) - (b * b * error * error))) * z);
        }

        // Measured coordinates start at the measurement with what noise it lacks: their part of the given noise, scaled down.
        private void Start(Tile<T> x, NoiseLevel level)
        {
            Measurement measurement = settings.Measurement;
            for (int i = 0; i < x.Rows; i++)
            {
                TileRows.Read(x.Row(i), data);
                for (int k = 0; k < measurement.Singular.Rank; k++)
                {
                    ReadOnlySpan<double> v = measurement.Singular.Right(k);
                    double error = measurement.Deviation / measurement.Singular.Values[k] / level.Ratio;
                    double along = SingularValues.Dot(v, data);
                    double target = (level.MeanScale * measurement.Coordinates[k]) + (Math.Sqrt(Math.Max(0, 1 - (error * error))) * along);
                    SingularValues.Add(target - along, v, data);
                }

                TileRows.Write(data, x.Row(i));
            }
        }
    }
}
