using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Onnx.Describing;

/// <summary>Asks a model of the noise at five levels, the ends and σ/α = 3, 1 and 0.3, where a wrong convention shows.</summary>
public static class NetworkProbe
{
    private static readonly double[] Ratios = [3, 1, 0.3];

    // The norm over a few rows of few numbers is itself uncertain by √(2/(rows · d)); a convention that is wrong misses by far more.
    private const double NormBand = 0.3;
    private const double LeastAgreement = 0.7;
    private const double MostOfLinear = 1.5;
    private const double LinearSlack = 0.02;

    // Where the noise is this large beside the data, α below σ/3, x is noise nearly alone.
    private const double NoiseAlone = 3;

    // Outside this band of σ/α the best linear answer is nearer than what a small network keeps of digits.
    private const double LowestJudged = 0.25;
    private const double HighestJudged = 3.5;

    /// <summary>The answers, from the noisiest level down.</summary>
    /// <param name="score">The network.</param>
    /// <param name="process">Its process.</param>
    /// <param name="data">Rows of its data in its own units, [rows, dimension].</param>
    /// <param name="seed">Of the noise.</param>
    public static IReadOnlyList<LevelFinding> Ask(IScoreFunction<Tile<float>> score, IDiffusionProcess process, ReadOnlySpan<float> data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        int rows = data.Length / score.Dimension;
        var space = new TileSpace<float>(rows, score.Dimension);
        Tile<float> z = space.Allocate();
        Tile<float> x = space.Allocate();
        Tile<float> epsilon = space.Allocate();
        space.FillNormal(z, 1, new NoiseKey(seed, 0, NoisePurpose.Prior));
        double[] variances = Variances(data, score.Dimension);
        var findings = new List<LevelFinding>();
        foreach (NoiseLevel level in LevelsOf(process, score.Range))
        {
            for (int j = 0; j < x.Values.Length; j++)
            {
                x.Values[j] = (float)((level.MeanScale * data[j]) + (level.Deviation * z.Values[j]));
            }

            score.Evaluate(x, level, epsilon);
            findings.Add(Compare(level, epsilon.Values, z.Values, variances));
        }

        return findings;
    }

    /// <summary>What is wrong with the answers, a sentence each; none where nothing is.</summary>
    /// <param name="findings">The answers.</param>
    /// <param name="isOfData">Whether the rows were the network's data and not a stand-in.</param>
    public static IEnumerable<string> Warnings(IReadOnlyList<LevelFinding> findings, bool isOfData)
    {
        foreach (LevelFinding finding in findings)
        {
            string place = $"at t = {finding.Level.Time:G3} (σ/α = {finding.Level.Ratio:G3})";
            if (!double.IsFinite(finding.Norm))
            {
                yield return $"{place} the network gives numbers that are not finite.";
                yield break;
            }

            bool isNoise = finding.Level.Ratio >= NoiseAlone;
            if (isNoise && Math.Abs(finding.Norm - 1) > NormBand)
            {
                yield return $"{place} E‖ε‖²/d is {finding.Norm:G3}; for data of unit scale it must be near 1 there: \"output\", \"time\", \"input\" or \"schedule\" is not what the network was trained with.";
                yield break;
            }

            if (isNoise && finding.Agreement < LeastAgreement)
            {
                yield return $"{place} E⟨ε, z⟩/d is {finding.Agreement:G3}, but the noise z is nearly all of x: the sign or the kind of \"output\" is wrong, or \"time\" is.";
                yield break;
            }

            bool isJudged = isOfData && finding.Level.Ratio is >= LowestJudged and <= HighestJudged;
            if (isJudged && finding.Error > (MostOfLinear * finding.LinearError) + LinearSlack)
            {
                yield return $"{place} E‖ε − z‖²/d is {finding.Error:G3}, but an answer linear in x has {finding.LinearError:G3}: a convention is not what the network was trained with, or this is not its data.";
                yield break;
            }
        }
    }

    private static IEnumerable<NoiseLevel> LevelsOf(IDiffusionProcess process, TimeRange range)
    {
        NoiseLevel top = process.At(range.Maximum);
        NoiseLevel bottom = process.At(range.Minimum);
        return [top, .. Ratios.Where(ratio => ratio < top.Ratio && ratio > bottom.Ratio).Select(ratio => process.AtLambda(-Math.Log(ratio))), .. bottom.IsClean ? [] : new[] { bottom }];
    }

    private static double[] Variances(ReadOnlySpan<float> data, int dimension)
    {
        int rows = data.Length / dimension;
        var variances = new double[dimension];
        for (int j = 0; j < dimension; j++)
        {
            double sum = 0;
            double squares = 0;
            for (int i = j; i < data.Length; i += dimension)
            {
                sum += data[i];
                squares += (double)data[i] * data[i];
            }

            variances[j] = Math.Max(0, (squares / rows) - (sum / rows * (sum / rows)));
        }

        return variances;
    }

    private static LevelFinding Compare(NoiseLevel level, ReadOnlySpan<float> epsilon, ReadOnlySpan<float> z, double[] variances)
    {
        double signal = level.MeanScale * level.MeanScale;
        double norm = 0;
        double product = 0;
        double error = 0;
        for (int i = 0; i < z.Length; i++)
        {
            norm += (double)epsilon[i] * epsilon[i];
            product += (double)epsilon[i] * z[i];
            error += ((double)epsilon[i] - z[i]) * ((double)epsilon[i] - z[i]);
        }

        return new(level, norm / z.Length, product / z.Length, error / z.Length, variances.Average(v => signal * v / ((signal * v) + level.Variance)));
    }
}
