using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data.Npy;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Sampling;

/// <summary>ln p of samples along their way, in the units of their file, and how far it is from the exact one where the law is known.</summary>
/// <param name="Values">ln p of each sample.</param>
/// <param name="Errors">What is too much of it; null where the law of the samples is not known.</param>
internal sealed record DensityReport(double[] Values, double[]? Errors)
{
    /// <summary>Of samples that are still in the model's units.</summary>
    public static DensityReport Of<T>(Model model, TimeGrid grid, SampleDensities<T> found)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NoiseLevel end = model.Process.At(grid.Times[^1]);
        GaussianMixture? law = (model as MixtureModel)?.Law;
        var x = new double[model.Dimension];
        return new(
            [.. found.LogDensities.Select(value => value - model.LogVolume)],
            law is null ? null : [.. found.LogDensities.Select((value, i) => value - Exact(law, i))]);

        double Exact(GaussianMixture known, int sample)
        {
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = double.CreateTruncating(found.Samples[sample][j]);
            }

            return known.LogDensity(x, end);
        }
    }

    /// <summary>Writes the file and tells what is in it.</summary>
    public void Write(DensityTarget target, Terminal terminal)
    {
        ResultFile.Write(target.File, terminal, stream => NpyWriter<double>.Write(stream, Values, Values.Length));
        target.Part?.Record(target.File);
        terminal.Out.WriteLine($"{ResultFile.NameOf(target.File)}: ln p of {Values.Length} samples, float64, mean {Mean(Values)} nats");
        if (Errors is null)
        {
            terminal.Error.WriteLine("An estimate of the density of what this model samples, too high in the mean as far as the network is not the score of its own samples.");
            return;
        }

        double square = Math.Sqrt(Errors.Sum(static error => error * error) / Errors.Length);
        terminal.Out.WriteLine($"Against the exact ln p: {Mean(Errors)} too much in the mean, root mean square error {Quantity.Number(square)} nats.");
    }

    private static string Mean(double[] values)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1.0) / values.Length);
        return values.Length > 1 ? $"{Quantity.Number(mean)} ± {Quantity.Number(error)}" : Quantity.Number(mean);
    }
}
