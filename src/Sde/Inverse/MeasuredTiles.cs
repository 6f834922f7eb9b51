using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>The measurement for tiles.</summary>
internal sealed class MeasuredTiles<T>(Measurement measurement) : IMeasuredStates<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int dimension = measurement.Operator.Inputs;
    private readonly double[] sum = new double[measurement.Operator.Inputs];
    private readonly double[] residual = new double[measurement.Operator.Outputs];
    private double[] rows = [];

    public void AddAlong(Tile<T> target, double[] constants, params ReadOnlySpan<(double[] Weights, Tile<T> State)> terms)
    {
        if (rows.Length < terms.Length * dimension)
        {
            rows = new double[terms.Length * dimension];
        }

        SingularValues singular = measurement.Singular;
        for (int i = 0; i < target.Rows; i++)
        {
            for (int j = 0; j < terms.Length; j++)
            {
                TileRows.Read(terms[j].State.Row(i), rows.AsSpan(j * dimension, dimension));
            }

            TileRows.Read(target.Row(i), sum);
            for (int k = 0; k < singular.Rank; k++)
            {
                ReadOnlySpan<double> v = singular.Right(k);
                double along = constants[k];
                for (int j = 0; j < terms.Length; j++)
                {
                    double weight = terms[j].Weights[k];
                    along += weight == 0 ? 0 : weight * SingularValues.Dot(v, rows.AsSpan(j * dimension, dimension));
                }

                SingularValues.Add(along, v, sum);
            }

            TileRows.Write(sum, target.Row(i));
        }
    }

    public void PullTowards(Tile<T> data, Tile<T> target)
    {
        for (int i = 0; i < target.Rows; i++)
        {
            TileRows.Read(data.Row(i), sum);
            measurement.Residual(sum, residual);
            double norm = Math.Sqrt(SingularValues.Dot(residual, residual));
            measurement.Operator.ApplyTransposed(residual, sum);
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] = norm == 0 ? 0 : sum[j] / norm;
            }

            TileRows.Write(sum, target.Row(i));
        }
    }
}
