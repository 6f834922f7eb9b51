using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;

namespace ScoreSde.Likelihood;

/// <summary>
/// ln p of samples from where their flow ended: the density there, the change of units and the columns that hold α ∫ div ε dσ̃. For several threads, each with
/// its own samples.
/// </summary>
internal sealed class DensityEnds
{
    private readonly NoiseLevel top;
    private readonly IDivergenceRule rule;
    private readonly GaussianMixture? terminal;
    private readonly double prior;
    private readonly double change;
    private readonly int d;
    private readonly double[] values;
    private readonly double[] errors;
    private readonly double[] latents;

    public DensityEnds(IDiffusionProcess process, TimeGrid grid, IDivergenceRule rule, GaussianMixture? terminal, int dimension, int count)
    {
        top = process.At(grid.Times[0]);
        NoiseLevel bottom = process.At(grid.Times[^1]);
        this.rule = rule;
        this.terminal = terminal;
        d = dimension;
        prior = process.PriorDeviationAt(top);
        change = d * (top.LogMeanScale - bottom.LogMeanScale);
        values = new double[count];
        errors = new double[count];
        latents = new double[checked(count * d)];
    }

    /// <summary>
    /// The grid on which a likelihood is integrated: where it begins at α = 0, at which x/α and with it the change of units are infinite, it begins at σ/α = 200 instead,
    /// where the law from which runs start is that of data of unit size.
    /// </summary>
    public static TimeGrid Below(IDiffusionProcess process, TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        if (!process.At(grid.Times[0]).IsPureNoise)
        {
            return grid;
        }

        double top = process.AtLambda(-Math.Log(Grids.HighestRatio)).Time;
        return grid.Times[^1] < top
            ? new TimeGrid(grid.Name, [top, .. grid.Times.ToArray().Where(time => time < top)])
            : throw new ArgumentException("A grid that begins at α = 0 needs a time below σ/α = 200 for a likelihood.", nameof(grid));
    }

    /// <summary>How many samples of a dimension the data are.</summary>
    /// <exception cref="ArgumentException">Not a positive whole number of them.</exception>
    public static int CountOf<T>(ReadOnlyMemory<T> data, int dimension)
    {
        int count = data.Length / dimension;
        return count > 0 && count * dimension == data.Length
            ? count
            : throw new ArgumentException($"The data must hold a positive number of samples of dimension {dimension}, not {data.Length} numbers.", nameof(data));
    }

    /// <summary>Takes a sample's last state: its coordinates, then the columns.</summary>
    public void Take<T>(int sample, ReadOnlySpan<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> latent = latents.AsSpan(sample * d, d);
        for (int i = 0; i < d; i++)
        {
            latent[i] = double.CreateTruncating(state[i]);
        }

        (double mean, double error) = Probes(state[d..], top.MeanScale);
        errors[sample] = rule.IsExact ? 0 : error;
        double end = terminal?.LogDensity(latent, top) ?? Normal<double>(latent, prior);
        values[sample] = end + change + mean;
    }

    /// <summary>What was taken.</summary>
    public LogDensities Densities(int evaluations) => new(values, errors, latents, evaluations);

    /// <summary>ln of the density of N(0, s² I).</summary>
    public static double Normal<T>(ReadOnlySpan<T> x, double deviation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in x)
        {
            double number = double.CreateTruncating(value);
            sum += number * number;
        }

        return (-0.5 * sum / (deviation * deviation)) - (x.Length * (Math.Log(deviation) + (0.5 * Math.Log(2 * Math.PI))));
    }

    private static (double Mean, double Error) Probes<T>(ReadOnlySpan<T> columns, double alpha)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T column in columns)
        {
            sum += double.CreateTruncating(column) / alpha;
        }

        double mean = sum / columns.Length;
        double squares = 0;
        foreach (T column in columns)
        {
            double deviation = (double.CreateTruncating(column) / alpha) - mean;
            squares += deviation * deviation;
        }

        return (mean, Math.Sqrt(squares / (columns.Length - 1.0) / columns.Length));
    }
}
