using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>Laws whose score and density are exact: those of the shelf, mixtures in files, and data sets, blurred.</summary>
internal static class ExactTargets
{
    /// <summary>Those with names.</summary>
    public static IReadOnlyList<(string Name, string Summary, Func<GaussianMixture> Law)> Named { get; } =
    [
        ("gaussian", "N((1, −1), [[2, 1.2], [1.2, 1]]) with its exact score", static () => GaussianMixture.Of(Gaussian.WithCovariance([1, -1], new double[,] { { 2, 1.2 }, { 1.2, 1 } }))),
        ("mixture8", "eight Gaussians of deviation 0.3 on a circle of radius 4, exact score", static () => GaussianMixture.Ring()),
        ("line3", "three Gaussians of deviations 0.3, 0.5 and 0.2 at −2, 0.5 and 3 in one dimension, exact score", Line),
        ("unequal", "two Gaussians of deviation 0.3 at (−2, 0) and (2, 0) with weights 1:100, exact score", Unequal),
        ("powerlaw64", "two Gaussians in 64 dimensions whose variances fall as k^−2, exact score", PowerLaw),
        ("close", "four pairs of points, blurred by 0.02, that lie 0.2 apart, exact score", Close),
    ];

    /// <summary>The model of a word that names a file or data, or null and a fault.</summary>
    public static Model? Find(string word, IDiffusionProcess process, Faults faults)
    {
        if (LawWord.IsOfData(word))
        {
            return OfData(word, process, faults);
        }

        try
        {
            return new MixtureModel(word, MixtureFile.Read(LawWord.FileOf(word)!), process);
        }
        catch (ArgumentException fault)
        {
            faults.Add($"{LawWord.FileOf(word)}: {FailureSentence.Of(fault)}");
            return null;
        }
    }

    // The training rows, each blurred by h in the data's units.
    private static MixtureModel? OfData(string word, IDiffusionProcess process, Faults faults)
    {
        string name = LawWord.FileOf(word)!;
        if (!double.TryParse(LawWord.BlurOf(word), NumberStyles.Float, CultureInfo.InvariantCulture, out double blur) || !double.IsFinite(blur) || blur <= 0)
        {
            faults.Add($"Model '{word}' needs the deviation by which rows are blurred after a comma, a number greater than 0: {LawWord.Data}digits,0.5.");
            return null;
        }

        if (DataCatalog.Find(new DataRequest(name), faults) is not { } open)
        {
            return null;
        }

        DataSet rows = open(null);
        if (rows.Dimension > MixtureFile.MostDimensions)
        {
            faults.Add($"Model '{word}' has rows of {rows.Dimension} numbers; an exact score is for at most {MixtureFile.MostDimensions}.");
            return null;
        }

        var seen = new DataDescription(word, rows.Count, rows.Dimension, 0, rows.Image, rows.Scaling) { Columns = rows.Columns, Origin = rows.Origin };
        double variance = blur / rows.Scaling.Scale * (blur / rows.Scaling.Scale);
        Gaussian[] components = [.. Enumerable.Range(0, rows.Count).Select(row => Gaussian.Isotropic(InUnits(rows, row), variance))];
        return new MixtureModel(word, new GaussianMixture(components), process, seen);

        static double[] InUnits(DataSet rows, int row) => [.. rows[row].ToArray().Select(value => (value - rows.Scaling.Shift) / rows.Scaling.Scale)];
    }

    private static GaussianMixture Line() => new([Gaussian.Isotropic([-2], 0.09), Gaussian.Isotropic([0.5], 0.25), Gaussian.Isotropic([3], 0.04)], [0.3, 0.5, 0.2]);

    private static GaussianMixture Unequal() => new([Gaussian.Isotropic([-2, 0], 0.09), Gaussian.Isotropic([2, 0], 0.09)], [1, 100]);

    // As the spectra of pictures fall with the frequency.
    private static GaussianMixture PowerLaw()
    {
        const int Dimension = 64;
        double[] variances = [.. Enumerable.Range(1, Dimension).Select(static k => 4.0 / (k * k))];
        double[] mean = new double[Dimension];
        (mean[0], mean[1]) = (3, 1);
        return new GaussianMixture([Gaussian.AlongAxes(mean, variances), Gaussian.AlongAxes([.. mean.Select(static value => -value)], variances)]);
    }

    private static GaussianMixture Close() => new([.. Enumerable.Range(0, 8).Select(static k =>
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * (k / 2) / 2);
        double radius = k % 2 == 0 ? 2 : 2.2;
        return Gaussian.Isotropic([radius * cosine, radius * sine], 0.0004);
    })]);
}
