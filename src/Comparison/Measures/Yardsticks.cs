using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Processes;

namespace ScoreSde.Comparison.Measures;

/// <summary>Makes the yardstick of a problem.</summary>
public static class Yardsticks
{
    /// <summary>Numbers of a sample beyond which its values have no Fréchet distance: its covariances would take longer than all else. Features may have it.</summary>
    public const int MostOfCovariance = 1024;

    private const int FloorDraws = 8;

    // The most held-out rows whose labels are looked for.
    private const int MostLabelled = 2000;

    private const string GapNote = "Δ ln p: mean log-density of exact samples less that of these; positive where they are too spread out.";
    private const string LabelNote = "label: share whose label 5 nearest training rows give back; best is what real data gets.";
    private const string NoCovarianceNote = "Fréchet² is left out: samples have more than 1024 numbers; --features has one of features.";
    private const string CopiedNote = "copied: share nearer to a training row than 1 % of held-out rows are; nearest: median such distance over that of held-out rows.";

    // The data end, σ = 0; all processes have the same.
    private static readonly NoiseLevel Clean = new(0, 0, 0, double.PositiveInfinity);

    /// <summary>The measures for that many samples, and what real data gets by them; none where there is no data.</summary>
    /// <param name="problem">What is sampled.</param>
    /// <param name="samples">Samples of each run.</param>
    /// <param name="seed">The seed of the runs.</param>
    /// <param name="part">The rows of finite data that judge: held-out or training.</param>
    /// <param name="features">A network in whose features the Fréchet and energy distances are taken too; null for none.</param>
    public static Yardstick For(SamplingProblem problem, int samples, ulong seed, DataPart part = DataPart.HeldOut, IFeatureMap? features = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        if (problem.Reference.Kind == ReferenceKind.None && features is null)
        {
            return new Yardstick([], new Dictionary<string, MetricValue>(), "there is no data to judge by.") { Notes = problem.Remarks };
        }

        bool hasCovariance = problem.Dimension <= MostOfCovariance;
        ISampleMetric[] metrics = [new SlicedWasserstein { Seed = seed }, new EnergyDistance { Seed = seed }, .. hasCovariance ? [new FrechetDistance { Seed = seed }] : Array.Empty<ISampleMetric>()];
        Yardstick yardstick = problem.Reference.Split is { } split ? Finite(problem, split, part, metrics, samples, seed) : Drawn(problem, metrics, samples, seed);
        yardstick = hasCovariance ? yardstick : yardstick with { Notes = [.. yardstick.Notes, NoCovarianceNote] };
        return features is null ? yardstick : WithFeatures(yardstick, problem.Reference, samples, seed, part, features);
    }

    // Real rows go through the network once; the floor's sub-sets are taken of their features.
    private static Yardstick WithFeatures(Yardstick yardstick, IReferenceData reference, int samples, ulong seed, DataPart part, IFeatureMap features)
    {
        (Samples real, Samples rest) = reference.Split is { } split
            ? part == DataPart.Training ? (Samples.Of(split.Training), Samples.Of(split.HeldOut)) : (Samples.Of(split.HeldOut), Samples.Of(split.Training))
            : (Samples.Of(reference.Rows(samples, Draw(seed, 0))), Samples.Of(reference.Rows(samples, Draw(seed, 1))));
        Samples truth = features.Of(real);
        Samples others = features.Of(rest);
        var kept = new KeptFeatures(features);
        string note = $"f: in the {truth.Dimension} features of {features.Name}.";
        foreach (ISampleMetric metric in new ISampleMetric[] { new FrechetDistance { Seed = seed }, new EnergyDistance { Seed = seed } })
        {
            IDistanceFromTruth distance = metric.Against(truth);
            yardstick = yardstick.With(new FeatureMeasure(metric, kept, distance), MetricFloor.OfOthers(distance, others, samples, seed, FloorDraws), note);
        }

        return yardstick with { Notes = [.. yardstick.Notes.Distinct()] };
    }

    // Independent draws, as many as samples; the floor is other such draws against the same truth.
    private static Yardstick Drawn(SamplingProblem problem, ISampleMetric[] metrics, int samples, ulong seed)
    {
        IReferenceData law = problem.Reference;
        Samples truth = Samples.Of(law.Rows(samples, Draw(seed, 0)));
        Samples[] others = [.. Enumerable.Range(1, FloorDraws).Select(draw => Samples.Of(law.Rows(samples, Draw(seed, draw))))];
        ISampleMetric[] all = law.Law is { } density ? [.. metrics, new LogDensityGap(density, Clean)] : metrics;
        (ISampleMetric Metric, IDistanceFromTruth Distance)[] known = [.. all.Select(metric => (metric, metric.Against(truth)))];
        return new Yardstick(
            [.. known.Select(static pair => new DistanceMeasure(pair.Metric, pair.Distance))],
            known.ToDictionary(static pair => pair.Metric.Name, pair => Spread([.. others.Select(other => Math.Abs(pair.Distance.Distance(other)))])),
            $"{samples} exact samples against {samples} others, mean size over {FloorDraws} draws.")
        {
            Notes = [.. problem.Remarks, .. law.Law is null ? Array.Empty<string>() : [GapNote]],
        };
    }

    // Held-out rows judge; the floor is the other rows of the same data against them: what a perfect sampler would get. Halves of
    // the held-out rows would be fewer rows on both sides and so a floor too high to fail against.
    private static Yardstick Finite(SamplingProblem problem, DataSplit split, DataPart part, ISampleMetric[] metrics, int samples, ulong seed)
    {
        Samples heldOut = Samples.Of(split.HeldOut);
        Samples training = Samples.Of(split.Training);
        (Samples truth, Samples others) = part == DataPart.Training ? (training, heldOut) : (heldOut, training);
        List<string> notes = [.. problem.Remarks];
        (ISampleMetric Metric, IDistanceFromTruth Distance)[] known = [.. metrics.Select(metric => (metric, metric.Against(truth)))];
        List<Measure> measures = [.. known.Select(static pair => new DistanceMeasure(pair.Metric, pair.Distance))];
        Dictionary<string, MetricValue> floor = known.ToDictionary(static pair => pair.Metric.Name, pair => MetricFloor.OfOthers(pair.Distance, others, samples, seed, FloorDraws));
        var learned = new KnownRows(training);
        if (problem.Classes > 0 && problem.LabelledReference.Split is { } labelled && labelled.Training.Classes == problem.Classes)
        {
            Samples rows = Samples.Of(labelled.Training);
            DataSet judged = Thinned(split.HeldOut);
            var classifier = new NearestNeighbourClassifier(labelled.Training, rows == training ? learned : new KnownRows(rows));
            measures.Add(new LabelAgreement(classifier, problem.LabelOf));
            notes.Add(LabelNote);
            floor["labelAgreement"] = classifier.Agreement(Samples.Of(judged), judged.Labels);
        }

        CopyingBaseline baseline = new CopyingCheck { Seed = seed }.Against(learned, heldOut);
        notes.Add(CopiedNote);
        measures.Add(new CopiedShare(baseline));
        floor["copiedShare"] = new(CopyingCheck.LowQuantile, 0);
        measures.Add(new NearestRatio(baseline));
        floor["nearestRatio"] = new(1, 0);
        return new Yardstick(
            measures,
            floor,
            $"{Math.Min(samples, others.Count)} real {(part == DataPart.Training ? "held-out" : "training")} rows against the {truth.Count} {(part == DataPart.Training ? "training" : "held-out")} rows that all samples are compared with.")
        {
            Notes = notes,
        };
    }

    // Each is looked for among all training rows.
    private static DataSet Thinned(DataSet data) => data.Count <= MostLabelled ? data
        : data.Select([.. Enumerable.Range(0, MostLabelled).Select(i => (int)((long)i * data.Count / MostLabelled))]);

    private static MetricValue Spread(double[] values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new(mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    // Sampling uses the seed itself; the odd factor spreads the draws over all seeds (Weyl's sequence).
    private static ulong Draw(ulong seed, int draw) => seed + ((ulong)(draw + 1) * 0x9E3779B97F4A7C15);
}
