using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.ReadBack;

/// <summary>Every figure of <c>forward</c> by hand: levels from β(t) = 0.1 + 19.9 t, moments from the rows and the noise of each name.</summary>
public sealed class ForwardFiguresTests
{
    [Theory]
    [InlineData("vp")]
    [InlineData("subvp")]
    public void Levels_and_moments_are_those_of_the_formulas(string process)
    {
        const int Count = 60;
        const int Steps = 8;
        bool hasChain = process == "vp";
        PrintedTable table = PrintedTable.In(ProgramRun.Done(
            ["forward", "--model", "mixture8", "--process", process, "--times", "0,0.25,0.6,1", "--count", $"{Count}", "--seed", "9", "--dtype", "double", .. hasChain ? new[] { "--chain", $"{Steps}" } : []]).Out);
        var rows = new float[2 * Count];
        GaussianMixture.Ring().Sample<float>(rows, new VariancePreserving(new LinearSchedule()).At(0), 9);
        Moments data = Of([.. rows.Select(static value => (double)value)]);
        double[] walked = [.. rows.Select(static value => (double)value)];
        int index = 0;
        double[] times = hasChain ? [0, 0.25, 0.625, 1] : [0, 0.25, 0.6, 1];
        for (int row = 0; row < times.Length; row++)
        {
            double t = times[row];
            double signal = Math.Exp(-0.5 * Integral(t));
            double noise = hasChain ? Math.Sqrt(1 - (signal * signal)) : 1 - (signal * signal);
            Assert.Equal(t, PrintedTable.Number(table[row, "t"]), 1e-6);
            PrintedTable.Shows(signal, table[row, "α"]);
            PrintedTable.Shows(noise, table[row, "σ"]);
            PrintedTable.Shows(signal * data.Mean, table[row, "mean, theory"]);
            PrintedTable.Shows(Math.Sqrt((signal * signal * data.Variance) + (noise * noise)), table[row, "std, theory"]);
            double[] z = Normal(0);
            Shows(Of([.. rows.Select((value, i) => (signal * value) + (noise * z[i]))]), 0, "closed form");
            if (!hasChain)
            {
                continue;
            }

            Assert.Equal($"{Math.Round(t * Steps)}", table[row, "index"]);
            for (; index < Math.Round(t * Steps); index++)
            {
                // ᾱ_i/ᾱ_(i−1) of the chain that matches the process.
                double kept = Math.Exp(Integral((double)index / Steps) - Integral((index + 1.0) / Steps));
                z = Normal((uint)index + 1);
                walked = [.. walked.Select((value, i) => (Math.Sqrt(kept) * value) + (Math.Sqrt(1 - kept) * z[i]))];
            }

            Shows(Of(walked), 0, "chain");

            void Shows(Moments moments, int which, string head)
            {
                PrintedTable.Shows(moments.Mean, table[row, head, which]);
                PrintedTable.Shows(Math.Sqrt(moments.Variance), table[row, head, which + 1]);
            }
        }

        static double Integral(double t) => (0.1 * t) + (9.95 * t * t);

        static double[] Normal(uint interval)
        {
            var space = new TileSpace<double>(Count, 2);
            Tile<double> tile = space.Allocate();
            tile.Values.Clear();
            space.AddNormal(tile, 1, new NoiseKey(9, interval, NoisePurpose.Forward));
            return tile.Values.ToArray();
        }
    }

    private static Moments Of(double[] values)
    {
        double mean = values.Average();
        return new(mean, values.Average(value => (value - mean) * (value - mean)));
    }

    private readonly record struct Moments(double Mean, double Variance);
}
