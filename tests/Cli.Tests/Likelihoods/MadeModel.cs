using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Likelihoods;

/// <summary>A model that takes no more than its noise: unit normals about a mean for each label, of which the noise is off by a cube.</summary>
/// <param name="data">What it knows of its data.</param>
/// <param name="reference">Its data.</param>
/// <param name="means">The mean of each label in all coordinates.</param>
/// <param name="cube">How much of x³ is added to its answer.</param>
/// <param name="cubes">The same by label, in its place.</param>
/// <param name="rough">The height of waves that are finer than any step.</param>
/// <param name="step">The step of its differences in units of σ.</param>
internal sealed class MadeModel(DataDescription data, IReferenceData? reference = null, double[]? means = null, double cube = 0, double[]? cubes = null, double rough = 0, double step = 0.01)
    : Model("made", new VariancePreserving(new LinearSchedule()), data.Dimension)
{
    public override DataDescription Data => data;

    public override IReferenceData Reference { get; } = reference ?? new NoReference("made");

    public override bool HasJacobian => false;

    public override double? DifferenceStep => step;

    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => new Noise<T>(data.Dimension, means ?? [0], labels, cubes ?? [cube], rough);

    private sealed class Noise<T>(int dimension, double[] means, Func<long, int> labels, double[] cubes, double rough) : IScoreFunction<Tile<T>>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public int Dimension => dimension;

        // Of variance 1 at all times, so that ε = σ (x − α m).
        public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
        {
            for (int row = 0; row < x.Rows; row++)
            {
                int label = Math.Max(0, labels(x.FirstSample + row));
                double mean = means[Math.Min(label, means.Length - 1)];
                double cube = cubes[Math.Min(label, cubes.Length - 1)];
                for (int j = 0; j < dimension; j++)
                {
                    double value = double.CreateTruncating(x.Row(row)[j]);
                    epsilon.Row(row)[j] = T.CreateTruncating((level.Deviation * (value - (level.MeanScale * mean))) + (cube * value * value * value) + (rough * Math.Sin(1e6 * value)));
                }
            }
        }
    }
}
