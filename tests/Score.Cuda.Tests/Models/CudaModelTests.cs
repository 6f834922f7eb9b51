using ScoreSde.Cuda;
using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Models;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.Models;

/// <summary>What a model takes, and what the kernel is told of it.</summary>
[Trait("Category", "Once")]
public sealed class CudaModelTests
{
    [Fact]
    public void A_mixture_has_at_most_64_dimensions()
    {
        Flat(64).Check(new CudaSamplerOptions(), isDouble: true);
        Assert.Equal(
            "The kernel takes mixtures of at most 64 dimensions, not 65.",
            Assert.Throws<NotSupportedException>(() => Flat(65).Check(new CudaSamplerOptions(), isDouble: false)).Message);

        static CudaModel Flat(int dimension) => CudaModel.Of(GaussianMixture.Of(Gaussian.Isotropic(new double[dimension], 1)));
    }

    [Fact]
    public void A_mixture_takes_no_labels_no_guidance_and_no_rounded_products()
    {
        var model = CudaModel.Of(GaussianMixture.Ring());
        Assert.StartsWith("A mixture takes no labels and no guidance.", Refusal(model, new CudaSamplerOptions { LabelOf = static _ => -1 }), StringComparison.Ordinal);
        Assert.StartsWith("A mixture takes no labels and no guidance.", Refusal(model, new CudaSamplerOptions { Guidance = 2 }), StringComparison.Ordinal);
        Assert.StartsWith("A mixture has no products", Refusal(model, new CudaSamplerOptions { Precision = CudaPrecision.BFloat16 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mixture_is_told_by_its_components_alone()
    {
        var model = CudaModel.Of(GaussianMixture.Ring());
        var options = new CudaSamplerOptions();
        Assert.Equal((2, 0, 0), (model.Dimension, model.Classes, model.ClassOf(3, options)));
        Assert.Equal(new KernelSettings(true, 2, 5) { Components = 8 }, model.Settings(options, isDouble: true, slots: 5));
        Assert.Empty(model.Weights<float>(CudaPrecision.Exact));
        Assert.Empty(model.Halves(CudaPrecision.BFloat16));
    }

    [Fact]
    public void An_unknown_parametrisation_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Model(0, prediction: (Parametrisation)99));

    [Fact]
    public void A_network_without_classes_takes_neither_labels_nor_guidance()
    {
        CudaModel model = Model(0);
        model.Check(new CudaSamplerOptions(), isDouble: true);
        Assert.StartsWith("An unconditional network takes no labels.", Refusal(model, new CudaSamplerOptions { LabelOf = static _ => -1 }), StringComparison.Ordinal);
        Assert.StartsWith("Guidance needs labels to guide to.", Refusal(model, new CudaSamplerOptions { Guidance = 1.5 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Check(new CudaSamplerOptions { Guidance = double.NaN }, isDouble: true));

        // One that never saw a label has nothing to know of samples without: it is not refused.
        Model(0, knowsUnlabelled: false).Check(new CudaSamplerOptions(), isDouble: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_network_that_always_saw_labels_takes_a_label_and_no_guidance(int classes)
    {
        CudaModel model = Model(classes, knowsUnlabelled: false);
        var labelled = new CudaSamplerOptions { LabelOf = static _ => 0 };
        model.Check(labelled, isDouble: false);
        Assert.StartsWith(UnlabelledScore.Refusal, Refusal(model, new CudaSamplerOptions()), StringComparison.Ordinal);
        Assert.StartsWith(UnlabelledScore.Refusal, Refusal(model, labelled with { Guidance = 2 }), StringComparison.Ordinal);
        Assert.Equal(0, model.ClassOf(5, labelled));
        Assert.Equal(
            UnlabelledScore.Refusal,
            Assert.Throws<InvalidOperationException>(() => model.ClassOf(5, new CudaSamplerOptions { LabelOf = static _ => -1 })).Message);
    }

    [Fact]
    public void A_network_that_knows_samples_without_a_label_takes_all()
    {
        CudaModel model = Model(3);
        model.Check(new CudaSamplerOptions(), isDouble: false);
        model.Check(new CudaSamplerOptions { LabelOf = static _ => -1 }, isDouble: false);
        model.Check(new CudaSamplerOptions { LabelOf = static _ => 1, Guidance = 2 }, isDouble: false);
    }

    [Fact]
    public void Rounded_products_are_for_float_samples()
    {
        foreach (CudaPrecision precision in new[] { CudaPrecision.BFloat16, CudaPrecision.BFloat16Times3 })
        {
            var options = new CudaSamplerOptions { Precision = precision };
            Model(0).Check(options, isDouble: false);
            Assert.StartsWith(
                "Products in bfloat16 are for float samples.",
                Assert.Throws<ArgumentException>(() => Model(0).Check(options, isDouble: true)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_class_of_no_label_comes_after_the_others()
    {
        CudaModel model = Model(3);
        var options = new CudaSamplerOptions { LabelOf = static sample => (int)sample - 1 };
        Assert.Equal([3, 0, 1, 2], [.. Enumerable.Range(0, 4).Select(sample => model.ClassOf(sample, options))]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ClassOf(4, options));
        Assert.Equal(3, model.ClassOf(0, new CudaSamplerOptions()));
    }

    [Fact]
    public void Settings_are_those_of_the_network_the_options_and_the_precision()
    {
        CudaModel model = Model(3);
        var plain = new KernelSettings(false, 2, 4) { Width = 16, Depth = 2, Classes = 3 };
        Assert.Equal(plain, model.Settings(new CudaSamplerOptions(), isDouble: false, slots: 4));
        Assert.Equal(plain with { IsGuided = true }, model.Settings(new CudaSamplerOptions { Guidance = 0 }, isDouble: false, slots: 4));
        Assert.Equal(plain with { Width = 64, Products = 1 }, model.Settings(new CudaSamplerOptions { Precision = CudaPrecision.BFloat16 }, isDouble: false, slots: 4));
        Assert.Equal(plain with { Width = 64, Products = 3 }, model.Settings(new CudaSamplerOptions { Precision = CudaPrecision.BFloat16Times3 }, isDouble: false, slots: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Settings(new CudaSamplerOptions { Precision = (CudaPrecision)9 }, isDouble: false, slots: 4));
    }

    [Fact]
    public void Weights_and_levels_have_the_width_of_their_precision()
    {
        // Two dimensions, ten units padded to 16 or to 64, two layers, three classes and none: 2·2·w + 2·w² + 2 + 4·w numbers; a level has 2 + 2 + 3·w.
        CudaModel model = Model(3);
        NoiseLevel[] levels = [Agreement.Process.At(0.5), Agreement.Process.At(0.25)];
        Assert.Equal(642, model.Weights<double>(CudaPrecision.Exact).Length);
        Assert.Equal(642, model.Weights<float>(CudaPrecision.Exact).Length);
        Assert.Equal(8706, model.Weights<float>(CudaPrecision.BFloat16).Length);
        Assert.Equal(8706, model.Weights<float>(CudaPrecision.BFloat16Times3).Length);
        Assert.Empty(model.Halves(CudaPrecision.Exact));
        Assert.Equal(8192, model.Halves(CudaPrecision.BFloat16).Length);
        Assert.Equal(16384, model.Halves(CudaPrecision.BFloat16Times3).Length);
        Assert.Equal(2 * 52, model.Levels<float>(CudaPrecision.Exact, levels).Length);
        Assert.Equal(2 * 196, model.Levels<float>(CudaPrecision.BFloat16, levels).Length);
        Assert.Equal("The kernel has no numbers of type Half.", Assert.Throws<NotSupportedException>(() => model.Weights<Half>(CudaPrecision.Exact)).Message);
    }

    [Fact]
    public void Weights_are_those_that_the_network_had()
    {
        ResidualMlp<double> network = TestNetworks.Create<double>(new MlpSettings(1, 8, 0, 4, 0));
        var model = CudaModel.Of(network);
        double before = network.Parameters[0].Values[5];
        Array.Clear(network.Parameters[0].Values);
        Assert.NotEqual(0, before);

        // The input layer of one number comes first, an output after the other. What was copied stays.
        Assert.Equal(before, model.Weights<double>(CudaPrecision.Exact)[5]);
        Assert.Equal((float)before, model.Weights<float>(CudaPrecision.Exact)[5]);
    }

    [Fact]
    public void Times_are_all_or_those_of_the_training()
    {
        Assert.Equal(0, Model(0).Range.Minimum);
        Assert.Equal(1, Model(0).Range.Maximum);
        var range = new TimeRange(0.25, 0.75);
        Assert.Same(range, CudaModel.Of(TestNetworks.Create<float>(new MlpSettings(2, 8, 0, 4, 0)), range: range).Range);
    }

    private static CudaModel Model(int classes, bool knowsUnlabelled = true, Parametrisation prediction = Parametrisation.Noise) =>
        CudaModel.Of(TestNetworks.Create<double>(new MlpSettings(2, 10, 2, 4, classes)), prediction, knowsUnlabelled);

    private static string Refusal(CudaModel model, CudaSamplerOptions options) =>
        Assert.Throws<ArgumentException>(() => model.Check(options, isDouble: false)).Message;
}
