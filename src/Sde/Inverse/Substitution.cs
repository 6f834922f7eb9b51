using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>x ← x + Σ_i v_i (α ȳ_i + τ_i z_i − v_iᵀ x): the measured coordinates as they would be at a noise level.</summary>
internal sealed class Substitution<T>(IStateSpace<Tile<T>> space, Measurement measurement, bool countsError)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tile<T> noise = space.Allocate();
    private readonly double[] row = new double[space.Dimension];
    private readonly double[] drawn = new double[space.Dimension];

    public void Apply(Tile<T> x, NoiseLevel level, NoiseKey key)
    {
        SingularValues singular = measurement.Singular;
        ReadOnlySpan<double> known = measurement.Coordinates;
        space.FillNormal(noise, 1, key);
        for (int i = 0; i < x.Rows; i++)
        {
            TileRows.Read(x.Row(i), row);
            TileRows.Read(noise.Row(i), drawn);
            for (int k = 0; k < singular.Rank; k++)
            {
                double error = countsError ? level.MeanScale * measurement.Deviation / singular.Values[k] : 0;
                double variance = level.Variance - (error * error);
                if (variance >= 0)
                {
                    ReadOnlySpan<double> v = singular.Right(k);
                    // The directions are orthonormal, so that what is added along one leaves the others as they were.
                    double target = (level.MeanScale * known[k]) + (Math.Sqrt(variance) * SingularValues.Dot(v, drawn));
                    SingularValues.Add(target - SingularValues.Dot(v, row), v, row);
                }
            }

            TileRows.Write(row, x.Row(i));
        }
    }
}
