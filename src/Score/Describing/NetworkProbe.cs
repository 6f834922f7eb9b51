using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Describing;

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

    // What else a network is told at a level: factors of the number, levels beside it. Seven networks of PyTorch, described as they were trained, err by 2 % more at most
    // than told the best of these.
    private static readonly double[] ToldRatios = [3, 1, 0.3, 0.1];
    private static readonly double[] Factors = [-1, 0.001, 0.01, 0.1, 0.5, 2, 10, 100, 1000];
    private static readonly double[] Shifts = [-2, -1, -0.5, 0.5, 1, 2];
    private const double MostExcess = 1.1;
    private const double LeastSignificance = 5;

    /// <summary>The answers, from the noisiest level down.</summary>
    /// <param name="score">The network.</param>
    /// <param name="process">Its process.</param>
    /// <param name="data">Rows of its data in its own units, [rows, dimension].</param>
    /// <param name="seed">Of the noise.</param>
    public static IReadOnlyList<LevelFinding> Ask(IScoreFunction<Tile<float>> score, IDiffusionProcess process, ReadOnlySpan<float> data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        (Tile<float> z, Tile<float> x, Tile<float> epsilon) = Drawn(score.Dimension, data.Length / score.Dimension, seed);
        double[] variances = Variances(data, score.Dimension);
        var findings = new List<LevelFinding>();
        foreach (NoiseLevel level in LevelsOf(process, score.Range))
        {
            Mix(level, data, z, x);
            score.Evaluate(x, level, epsilon);
            findings.Add(Compare(level, epsilon.Values, z.Values, variances));
        }

        return findings;
    }

    /// <summary>
    /// The levels σ/α = 3, 1, 0.3 and 0.1, each told otherwise too. E[z | x] errs least of all functions of x, so that a network that was trained errs least when it is told
    /// the level that it sees: one that errs less when told something else is told in a way that it was not trained with.
    /// </summary>
    /// <param name="score">The network.</param>
    /// <param name="process">Its process.</param>
    /// <param name="data">Rows of its data in its own units, [rows, dimension]; rows that stand in for it say nothing.</param>
    /// <param name="seed">Of the noise.</param>
    public static IReadOnlyList<ToldFinding> AskTold(IToldScore<Tile<float>> score, IDiffusionProcess process, ReadOnlySpan<float> data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        if (!score.IsTold)
        {
            return [];
        }

        (Tile<float> z, Tile<float> x, Tile<float> epsilon) = Drawn(score.Dimension, data.Length / score.Dimension, seed);
        var findings = new List<ToldFinding>();
        foreach (NoiseLevel level in Between(process, score.Range, ToldRatios))
        {
            Mix(level, data, z, x);
            double[] Errors(double told)
            {
                score.EvaluateTold(x, level, told, epsilon);
                return RowErrors(epsilon, z);
            }

            double own = score.TimeOf(level);
            double[] errors = Errors(own);
            (double Told, double[] Errors) best = (own, errors);
            foreach (double told in Others(score, process, level, own))
            {
                double[] tried;
                try
                {
                    tried = Errors(told);
                }
                catch (NetworkFileException)
                {
                    // A table of levels has no row for this number.
                    continue;
                }

                best = tried.Average() < best.Errors.Average() ? (told, tried) : best;
            }

            findings.Add(new(level, own, errors.Average(), best.Told, best.Errors.Average(), Significance([.. errors.Zip(best.Errors, static (a, b) => a - b)])));
        }

        return findings;
    }

    /// <summary>What is wrong with the answers, a sentence each; none where nothing is.</summary>
    /// <param name="findings">The answers.</param>
    /// <param name="isOfData">Whether the rows were the network's data and not a stand-in.</param>
    /// <param name="told">What it answers when told otherwise; empty where it was not asked.</param>
    public static IEnumerable<string> Warnings(IReadOnlyList<LevelFinding> findings, bool isOfData, IReadOnlyList<ToldFinding> told)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(told);
        string[] wrong = [.. OfLevels(findings, isOfData).Take(1)];
        ToldFinding? otherwise = isOfData ? told.Where(static finding => finding.Error > MostExcess * finding.BestError && finding.Significance >= LeastSignificance).MaxBy(static finding => finding.Error / finding.BestError) : null;
        return otherwise is null || findings.Any(static finding => !double.IsFinite(finding.Norm)) ? wrong :
        [
            .. wrong,
            $"{Place(otherwise.Level)} the network is told {otherwise.Told:G3} and errs by {otherwise.Error:G3}, but told {otherwise.BestTold:G3} it errs by {otherwise.BestError:G3}: \"time\", \"timeScale\", \"schedule\", \"input\" or \"output\" is not what it was trained with.",
        ];
    }

    private static IEnumerable<string> OfLevels(IReadOnlyList<LevelFinding> findings, bool isOfData)
    {
        foreach (LevelFinding finding in findings)
        {
            string place = Place(finding.Level);
            bool isNoise = finding.Level.Ratio >= NoiseAlone;
            bool isJudged = isOfData && finding.Level.Ratio is >= LowestJudged and <= HighestJudged;
            if (!double.IsFinite(finding.Norm))
            {
                yield return $"{place} the network gives numbers that are not finite.";
            }
            else if (isNoise && Math.Abs(finding.Norm - 1) > NormBand)
            {
                yield return $"{place} E‖ε‖²/d is {finding.Norm:G3}; for data of unit scale it must be near 1 there: \"output\", \"time\", \"input\" or \"schedule\" is not what the network was trained with.";
            }
            else if (isNoise && finding.Agreement < LeastAgreement)
            {
                yield return $"{place} E⟨ε, z⟩/d is {finding.Agreement:G3}, but the noise z is nearly all of x: the sign or the kind of \"output\" is wrong, or \"time\" is.";
            }
            else if (isJudged && finding.Error > (MostOfLinear * finding.LinearError) + LinearSlack)
            {
                yield return $"{place} E‖ε − z‖²/d is {finding.Error:G3}, but an answer linear in x has {finding.LinearError:G3}: a convention is not what the network was trained with, or this is not its data.";
            }
        }
    }

    private static string Place(NoiseLevel level) => $"at t = {level.Time:G3} (σ/α = {level.Ratio:G3})";

    private static IEnumerable<double> Others(IToldScore<Tile<float>> score, IDiffusionProcess process, NoiseLevel level, double own)
    {
        double highest = process.At(score.Range.Minimum).Lambda;
        double lowest = process.At(score.Range.Maximum).Lambda;
        return Factors.Select(factor => factor * own)
            .Concat(Shifts.Select(shift => level.Lambda + shift).Where(lambda => lambda > lowest && lambda < highest).Select(lambda => score.TimeOf(process.AtLambda(lambda))))
            .Concat(own is >= 0 and <= 1 ? [1 - own] : []);
    }

    private static (Tile<float> Z, Tile<float> X, Tile<float> Epsilon) Drawn(int dimension, int rows, ulong seed)
    {
        var space = new TileSpace<float>(rows, dimension);
        Tile<float> z = space.Allocate();
        space.FillNormal(z, 1, new NoiseKey(seed, 0, NoisePurpose.Prior));
        return (z, space.Allocate(), space.Allocate());
    }

    private static void Mix(NoiseLevel level, ReadOnlySpan<float> data, Tile<float> z, Tile<float> x)
    {
        for (int j = 0; j < x.Values.Length; j++)
        {
            x.Values[j] = (float)((level.MeanScale * data[j]) + (level.Deviation * z.Values[j]));
        }
    }

    // Numbers that are not finite are the worst of answers.
    private static double[] RowErrors(Tile<float> epsilon, Tile<float> z)
    {
        var errors = new double[z.Rows];
        for (int row = 0; row < z.Rows; row++)
        {
            for (int i = 0; i < z.Dimension; i++)
            {
                double difference = (double)epsilon.Row(row)[i] - z.Row(row)[i];
                errors[row] += difference * difference / z.Dimension;
            }

            errors[row] = double.IsFinite(errors[row]) ? errors[row] : double.PositiveInfinity;
        }

        return errors;
    }

    private static double Significance(double[] differences)
    {
        double mean = differences.Average();
        double variance = differences.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, differences.Length - 1) / differences.Length;
        return mean == 0 ? 0 : !double.IsFinite(mean) ? double.PositiveInfinity : mean / Math.Sqrt(variance);
    }

    private static IEnumerable<NoiseLevel> LevelsOf(IDiffusionProcess process, TimeRange range)
    {
        NoiseLevel top = process.At(range.Maximum);
        NoiseLevel bottom = process.At(range.Minimum);
        return [top, .. Between(process, range, Ratios), .. bottom.IsClean ? [] : new[] { bottom }];
    }

    private static IEnumerable<NoiseLevel> Between(IDiffusionProcess process, TimeRange range, double[] ratios)
    {
        (double highest, double lowest) = (process.At(range.Maximum).Ratio, process.At(range.Minimum).Ratio);
        return ratios.Where(ratio => ratio < highest && ratio > lowest).Select(ratio => process.AtLambda(-Math.Log(ratio)));
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
