using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Runs;

/// <summary>Makes the yardstick of a model.</summary>
internal static class Yardsticks
{
    private const int FloorDraws = 8;

    private const string GapNote = "Δ ln p: mean log-density of exact samples less that of these; positive where they are too spread out.";
    private const string UnitsNote = "Distances are in deviations of the data's columns, so that each counts alike.";
    private const string LabelNote = "label: share whose label 5 nearest training rows give back; best is what real data gets.";
    private const string GuidanceNote = "NFE: two for each evaluation of the solver, with the class and without.";
    private const string CopiedNote = "copied: share nearer to a training row than 1 % of held-out rows are; nearest: median such distance over that of held-out rows.";

    // The data end, σ = 0; all processes have the same.
    private static readonly NoiseLevel Clean = new(0, 0, 0, double.PositiveInfinity);

    /// <summary>The measures for that many samples, and what real data gets by them.</summary>
    public static Yardstick For(Model model, int samples, ulong seed, DataPart part = DataPart.HeldOut)
    {
        ISampleMetric[] metrics = [new SlicedWasserstein { Seed = seed }, new EnergyDistance { Seed = seed }, new FrechetDistance { Seed = seed }];
        return model.Reference.Split is { } split ? Finite(model, split, part, metrics, samples, seed) : Drawn(model.Reference, metrics, samples, seed);
    }

    // Independent draws, as many as samples; the floor is other such draws against the same truth.
    private static Yardstick Drawn(IReferenceData law, ISampleMetric[] metrics, int samples, ulong seed)
    {
        Samples truth = Samples.Of(law.Rows(samples, Draw(seed, 0)));
        Samples[] others = [.. Enumerable.Range(1, FloorDraws).Select(draw => Samples.Of(law.Rows(samples, Draw(seed, draw))))];
        ISampleMetric[] all = law.Law is { } density ? [.. metrics, new LogDensityGap(density, Clean)] : metrics;
        return new Yardstick(
            [.. all.Select(metric => Distance(metric, truth))],
            all.ToDictionary(metric => metric.Name, metric => Spread([.. others.Select(other => Math.Abs(metric.Distance(truth, other)))])),
            $"{samples} exact samples against {samples} others, mean size over {FloorDraws} draws.")
        {
            Notes = law.Law is null ? [] : [GapNote],
        };
    }

    // Held-out rows judge; the floor is the other rows of the same data against them: what a perfect sampler would get. Halves of
    // the held-out rows would be fewer rows on both sides and so a floor too high to fail against.
    private static Yardstick Finite(Model model, DataSplit split, DataPart part, ISampleMetric[] metrics, int samples, ulong seed)
    {
        Samples heldOut = Samples.Of(split.HeldOut);
        Samples training = Samples.Of(split.Training);
        (Samples truth, Samples others) = part == DataPart.Training ? (training, heldOut) : (heldOut, training);
        var notes = new List<string>();
        if (model.Columns is not null)
        {
            notes.Add(UnitsNote);
        }

        var measures = new List<Measure>(metrics.Select(metric => Distance(metric, truth)));
        Dictionary<string, MetricValue> floor = metrics.ToDictionary(metric => metric.Name, metric => MetricFloor.OfOthers(metric, truth, others, samples, seed, FloorDraws));
        if (model.EvaluationsOfNetwork > 1)
        {
            notes.Add(GuidanceNote);
        }

        if (model.Classes > 0 && model.LabelledReference.Split is { } labelled && labelled.Training.Classes == model.Classes)
        {
            var classifier = new NearestNeighbourClassifier(labelled.Training);
            measures.Add(new("labelAgreement", "label", MeasureGoal.AsReal, drawn => classifier.Agreement(drawn, Intended(model, drawn.Count))));
            notes.Add(LabelNote);
            floor["labelAgreement"] = classifier.Agreement(heldOut, split.HeldOut.Labels);
        }

        var check = new CopyingCheck { Seed = seed };
        notes.Add(CopiedNote);
        measures.Add(new("copiedShare", "copied", MeasureGoal.LikeFloor, drawn => Copied(check.Evaluate(training, heldOut, drawn))));
        floor["copiedShare"] = new(CopyingCheck.LowQuantile, 0);
        measures.Add(new("nearestRatio", "nearest", MeasureGoal.LikeFloor, drawn => new(check.Evaluate(training, heldOut, drawn).MedianRatio, 0)));
        floor["nearestRatio"] = new(1, 0);
        return new Yardstick(
            measures,
            floor,
            $"{Math.Min(samples, others.Count)} real {(part == DataPart.Training ? "held-out" : "training")} rows against the {truth.Count} {(part == DataPart.Training ? "training" : "held-out")} rows that all samples are compared with.")
        {
            Notes = notes,
        };
    }

    private static MetricValue Copied(CopyingReport report) => new(report.CopiedShare, report.CopiedShareError);

    private static int[] Intended(Model model, int count) => [.. Enumerable.Range(0, count).Select(sample => model.TurnOf(sample))];

    private static Measure Distance(ISampleMetric metric, Samples truth) => new(
        metric.Name, HeadOf(metric), metric is LogDensityGap ? MeasureGoal.Zero : MeasureGoal.Low, samples => metric.Evaluate(truth, samples));

    private static string HeadOf(ISampleMetric metric) => metric switch
    {
        SlicedWasserstein => "sliced W2",
        EnergyDistance => "energy",
        FrechetDistance => "Fréchet²",
        LogDensityGap => "Δ ln p",
        _ => metric.Name,
    };

    private static MetricValue Spread(double[] values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new(mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    // Sampling uses the seed itself; the odd factor spreads the draws over all seeds (Weyl's sequence).
    private static ulong Draw(ulong seed, int draw) => seed + ((ulong)(draw + 1) * 0x9E3779B97F4A7C15);
}
