using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Onnx;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>What words for models and data stand for.</summary>
[Trait("Category", "Once")]
public sealed class ModelWordsTests : IDisposable
{
    private static readonly IDiffusionProcess Process = new VariancePreserving(new LinearSchedule());
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gaussian", 1, 2, new[] { 1, -1.0 }, new[] { 2, 1.2, 1.2, 1 }, 1)]
    [InlineData("mixture8", 8, 2, new[] { 4, 0.0 }, new[] { 0.09, 0, 0, 0.09 }, 0.125)]
    [InlineData("line3", 3, 1, new[] { -2.0 }, new[] { 0.09 }, 0.3)]
    [InlineData("unequal", 2, 2, new[] { -2, 0.0 }, new[] { 0.09, 0, 0, 0.09 }, 1 / 101.0)]
    [InlineData("close", 8, 2, new[] { 2, 0.0 }, new[] { 0.0004, 0, 0, 0.0004 }, 0.125)]
    public void A_named_law_is_what_its_summary_says(string name, int components, int dimension, double[] mean, double[] covariance, double weight)
    {
        GaussianMixture law = Law(name);
        Assert.Equal((components, dimension), (law.Components.Count, law.Dimension));
        Assert.Equal(mean, law.Components[0].Mean, static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(covariance, MixtureMoments.CovarianceOf(law.Components[0]).Cast<double>(), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(weight, law.Weights[0], 12);
    }

    [Fact]
    public void The_other_components_of_named_laws_lie_where_they_should()
    {
        GaussianMixture line = Law("line3");
        Assert.Equal([-2, 0.5, 3], line.Components.Select(static one => one.Mean[0]));
        Assert.Equal([0.09, 0.25, 0.04], line.Components.Select(static one => one.Eigenvalues[0]), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.3, 0.5, 0.2], line.Weights, static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2, 0], Law("unequal").Components[1].Mean);

        // Pairs at radius 2 and 2.2, a quarter turn from each other.
        double[] expected = [2, 0, 2.2, 0, 0, 2, 0, 2.2, -2, 0, -2.2, 0, 0, -2, 0, -2.2];
        Assert.Equal(expected, Law("close").Components.SelectMany(static one => one.Mean), static (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_variances_of_the_power_law_fall_with_the_square()
    {
        GaussianMixture law = Law("powerlaw64");
        Assert.Equal((2, 64), (law.Components.Count, law.Dimension));
        double[,] covariance = MixtureMoments.CovarianceOf(law.Components[1]);
        Assert.Equal(4, covariance[0, 0], 12);
        Assert.Equal(1, covariance[1, 1], 12);
        Assert.Equal(4.0 / 4096, covariance[63, 63], 12);
        Assert.Equal([3, 1, 0], law.Components[0].Mean.Take(3));
        Assert.Equal([-3, -1, 0], law.Components[1].Mean.Take(3));
    }

    [Fact]
    public void Rows_of_data_are_blurred_in_units_of_the_data()
    {
        var faults = new Faults();
        Model model = ExactTargets.Find("data:digits,0.5", Process, faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal((1438, 64, new ImageShape(8, 8), 0), (model.Law!.Components.Count, model.Dimension, model.Image!.Value, model.Classes));

        // Pixels 0 … 16 are −1 … 1 in the units of the network, and 0.5 of them 1/16.
        Assert.Equal(1 / 256.0, model.Law.Components[5].Eigenvalues[0], 12);
        DataSet rows = DataSets.Split("digits").Training;
        Assert.Equal(rows[5].ToArray().Select(static pixel => (pixel / 8.0) - 1), model.Law.Components[5].Mean, static (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(("data:digits,0.5", 1438, 64), (model.Data!.Name, model.Data.Count, model.Data.Dimension));
        Assert.Equal(new DataScaling(8, 8), model.Scaling);
    }

    [Fact]
    public void Rows_of_a_file_keep_the_units_of_its_columns_and_its_origin()
    {
        NpyWriter<float>.Save(folder["d.npy"], [.. Enumerable.Range(0, 40).Select(static i => i % 2 == 0 ? i : 1000f * i * i)], 2);
        var faults = new Faults();
        Model model = ExactTargets.Find($"data:{folder["d.npy"]},0.5", Process, faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal((16, 2), (model.Law!.Components.Count, model.Dimension));
        Assert.Equal(folder["d.npy"], model.Origin!.Path);
        DataSet rows = DataSets.Split(folder["d.npy"]).Training;
        Assert.Equal(rows.Columns!.Scale, model.Columns!.Scale);
        Assert.True(model.Columns.Scale[1] > 1000 * model.Columns.Scale[0]);
    }

    [Fact]
    public void Rows_of_data_that_are_blurred_have_at_most_16384_numbers()
    {
        NpyWriter<float>.Save(folder["wide.npy"], new float[5 * 16_385], 16_385);
        var faults = new Faults();
        Assert.Null(ExactTargets.Find($"data:{folder["wide.npy"]},1", Process, faults));
        Assert.Equal([$"Model 'data:{folder["wide.npy"]},1' has rows of 16385 numbers; an exact score is for at most 16384."], Told.Of(faults));

        float[] numbers = [.. Enumerable.Range(0, 5 * 16_384).Select(static i => (float)(i % 7))];
        NpyWriter<float>.Save(folder["less.npy"], numbers, 16_384);
        Assert.Equal(16_384, ExactTargets.Find($"data:{folder["less.npy"]},1", Process, faults = new Faults())?.Dimension);
        Assert.Empty(Told.Of(faults));
    }

    [Theory]
    [InlineData("data:moons,Infinity")]
    [InlineData("data:moons,NaN")]
    [InlineData("data:moons,-1")]
    [InlineData("data:moons,")]
    public void A_blur_that_is_no_number_above_zero_is_told(string word)
    {
        var faults = new Faults();
        Assert.Null(ExactTargets.Find(word, Process, faults));
        Assert.Equal([$"Model '{word}' needs the deviation by which rows are blurred after a comma, a number greater than 0: data:digits,0.5."], Told.Of(faults));
    }

    [Fact]
    public void A_mixture_in_a_file_is_a_model_under_its_word_and_its_faults_name_the_file()
    {
        File.WriteAllText(folder["m"], """{"means": [[1, 2]], "deviations": 0.5}""");
        var faults = new Faults();
        Model model = ExactTargets.Find($"mixture:{folder["m"]}", Process, faults)!;
        Assert.Equal(($"mixture:{folder["m"]}", 2), (model.Name, model.Dimension));
        Assert.Null(ExactTargets.Find($"mixture:{folder["none"]}", Process, faults));
        Assert.Equal([$"{folder["none"]}: there is no such file."], Told.Of(faults));
    }

    [Fact]
    public void A_model_has_the_name_of_the_shelf_however_it_is_written()
    {
        Assert.Equal("mixture8", ModelCatalog.Find(new ModelWords("MIXTURE8", null, null, null), new Faults())!.Name);
        Assert.Equal("digits", ModelCatalog.Find(new ModelWords("Digits", null, null, null), new Faults())!.Name);
    }

    [Fact]
    public void A_network_brings_its_own_process_and_schedule()
    {
        var faults = new Faults();
        Assert.Null(ModelCatalog.Find(new ModelWords("fashion", "vp", "cosine", null), faults));
        Assert.Equal(
            [
                "--process vp contradicts model 'fashion': a network brings its own process and schedule.",
                "--schedule cosine contradicts model 'fashion': a network brings its own process and schedule.",
            ],
            Told.Of(faults));
        Assert.Null(ModelCatalog.Find(new ModelWords("digits", null, "cosine", null), faults = new Faults()));
        Assert.Equal(["--schedule cosine contradicts model 'digits': a network brings its own process and schedule."], Told.Of(faults));
    }

    [Fact]
    public void Data_of_a_network_that_is_not_there_is_told_with_its_words()
    {
        var faults = new Faults();
        Assert.Null(ModelCatalog.Find(new ModelWords("digits", null, null, new DataRequest("mons")), faults));
        Assert.StartsWith("There is no data set, file or folder 'mons'. Nearest: moons, ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_wrong_before_does_not_hide_that_there_is_no_such_model()
    {
        var faults = new Faults();
        faults.Add("Another.");
        Assert.Null(ModelCatalog.Find(new ModelWords(folder["none"], null, null, null), faults));
        Assert.Equal(2, Told.Of(faults).Count);
        Assert.StartsWith($"There is no model or checkpoint file '{folder["none"]}'. Nearest: ", Told.Of(faults)[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".pth", "a PyTorch file")]
    [InlineData(".CKPT", "a PyTorch checkpoint")]
    [InlineData(".bin", "a PyTorch file")]
    [InlineData(".pkl", "a Python pickle")]
    [InlineData(".h5", "a Keras file")]
    [InlineData(".keras", "a Keras file")]
    [InlineData(".gguf", "a GGUF file")]
    [InlineData(".msgpack", "a Flax file")]
    public void A_file_of_another_program_is_told_by_its_name(string ending, string kind)
    {
        string file = folder[$"net{ending}"];
        Assert.Null(ForeignNetworks.SentenceOf(file));
        File.WriteAllText(file, "x");
        var faults = new Faults();
        Assert.Null(ModelCatalog.Find(new ModelWords(file, null, null, null), faults));
        string sentence = Assert.Single(Told.Of(faults));
        Assert.StartsWith($"{file}: is named like {kind}; this program reads the safetensors files that 'scoresde train' writes.", sentence, StringComparison.Ordinal);
        Assert.Null(ModelCatalog.UNetOf(file));
    }

    [Fact]
    public void A_word_that_is_no_U_Net_has_none()
    {
        ProgramRun.Done("train", "--data", "moons", "--steps", "1", "--width", "8", "--depth", "0", "--batch", "8", "--out", folder["m"]);
        Assert.Null(ModelCatalog.UNetOf(folder["m"]));
        Assert.Null(ModelCatalog.UNetOf("digits"));
        Assert.Null(ModelCatalog.UNetOf(folder["none"]));
        Assert.Null(ModelCatalog.UNetOf(Network("exact.onnx")));
    }

    [Fact]
    public void A_network_of_ONNX_is_a_file_of_that_ending_that_is_there()
    {
        Assert.True(OnnxFiles.IsOne(Network("exact.onnx")));
        File.WriteAllText(folder["a.ONNX"], "x");
        File.WriteAllText(folder["a.onnx.txt"], "x");
        Assert.True(OnnxFiles.IsOne(folder["a.ONNX"]));
        Assert.False(OnnxFiles.IsOne(folder["b.onnx"]));
        Assert.False(OnnxFiles.IsOne(folder["a.onnx.txt"]));
        Assert.False(OnnxFiles.IsOne(folder[""]));
    }

    [Fact]
    public void Features_are_of_samples_of_one_shape()
    {
        Model plane = Named("mixture8");
        var faults = new Faults();
        IFeatureMap features = FeatureFiles.Open(Network("features.onnx"), [plane, Named("gaussian")], faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal(2, features.Dimension);
        Assert.Null(FeatureFiles.Open(Network("features.onnx"), [plane, Named("line3")], faults));
        Assert.Equal(["--features takes samples of one shape, and these models differ: choose one with --model."], Told.Of(faults));
        Assert.Null(FeatureFiles.Open(folder["none"], [plane], faults = new Faults()));
        Assert.Equal([$"There is no file '{folder["none"]}' for --features; an ONNX file is wanted."], Told.Of(faults));
    }

    [Theory]
    [InlineData("x", null, true)]
    [InlineData(null, DataLayout.Rows, true)]
    [InlineData(null, null, false)]
    public void How_data_in_the_program_is_read_is_not_to_be_told(string? labels, DataLayout? layout, bool isTold)
    {
        var faults = new Faults();
        Func<DataUnits?, DataSet> open = DataCatalog.Find(new DataRequest("Digits", labels, layout), faults)!;
        Assert.Equal(isTold ? ["'Digits' is in the program: --labels and --layout are for files."] : [], Told.Of(faults));
        DataSet rows = open(null);
        Assert.Equal((1438, 64, 10), (rows.Count, rows.Dimension, rows.Classes));
    }

    [Fact]
    public void Named_laws_have_twenty_thousand_rows_and_files_four_fifths_of_theirs()
    {
        Assert.Equal((20_000, 2), DataCatalog.Find(new DataRequest("moons"), new Faults())!(null) is var moons ? (moons.Count, moons.Dimension) : default);
        NpyWriter<float>.Save(folder["d.npy"], [.. Enumerable.Range(0, 20).Select(static i => (float)i)], 2);
        Assert.Equal(8, DataCatalog.Find(new DataRequest(folder["d.npy"]), new Faults())!(null).Count);
        var faults = new Faults();
        Assert.Null(DataCatalog.Find(new DataRequest("mons"), faults));
        Assert.StartsWith("There is no data set, file or folder 'mons'. Nearest: moons, ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
    }

    private static string Network(string name) => Path.Combine(AppContext.BaseDirectory, "Networks", name);

    private static Model Named(string name) => ModelCatalog.Find(new ModelWords(name, null, null, null), new Faults())!;

    private static GaussianMixture Law(string name) => ExactTargets.Named.Single(target => target.Name == name).Law();
}
