using ScoreSde.Cli.Onnx;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Onnx;

/// <summary>What is known of a network in an ONNX file as a model.</summary>
[Trait("Category", "Once")]
public sealed class OnnxModelTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_network_with_classes_and_a_prompt_has_both()
    {
        OnnxModel model = OnnxFiles.Open(Network("small"), null);
        Assert.Equal((Network("small"), 32, 3, true, true), (model.Name, model.Dimension, model.Classes, model.CanBeGuided, model.KnowsUnlabelled));
        Assert.Equal([2, 4, 4], model.Shape);
        Assert.Equal(new ImageShape(4, 4, 2), model.Image);
        Assert.Equal("small", model.Data!.Name);
        Assert.False(model.HasJacobian);
        Assert.StartsWith("p: float[", Assert.Single(model.FixedInputs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_classes_has_no_input_of_them()
    {
        OnnxModel model = OnnxFiles.Open(Network("velocity-by-time"), null);
        Assert.Equal((0, false, null), (model.Classes, model.CanBeGuided, model.ClassInput));
        Assert.Equal(("x: float[?, 2]", "t: float[?]", "out: float[?, 2]"), (model.SampleInput, model.TimeInput, model.Output));
        Assert.Empty(model.FixedInputs);
        Assert.Equal(new DataScaling(0, 4), model.Scaling);
        Assert.Equal((0.001, 1), (model.Range.Minimum, model.Range.Maximum));
        Assert.Null(OnnxFiles.Open(Network("prompted"), null).TimeInput);
        Assert.Equal(0, OnnxFiles.Open(Network("exact"), null).Range.Minimum);
        Assert.Equal("y: int64[?]", OnnxFiles.Open(Network("digits-by-class"), null).ClassInput);
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("ring.v1.5")]
    public void A_folder_in_the_layout_of_diffusers_names_its_data_by_its_own_name(string name)
    {
        Directory.CreateDirectory(folder[$"{name}/unet"]);
        Directory.CreateDirectory(folder[$"{name}/scheduler"]);
        File.Copy(Network("noise-by-index"), folder[$"{name}/unet/model.onnx"]);
        File.WriteAllText(folder[$"{name}/scheduler/scheduler_config.json"], """{"_class_name": "DDIMScheduler", "beta_schedule": "linear"}""");
        Assert.True(OnnxFiles.IsOne(folder[name]));
        OnnxModel model = OnnxFiles.Open(folder[name], null);
        Assert.Equal((folder[name], name), (model.Name, model.Data!.Name));
        Assert.Equal(OutputKind.Noise, model.Description.Output);
        Assert.Equal(name, OnnxFiles.Open(folder[name] + Path.DirectorySeparatorChar, null).Data!.Name);
    }

    private static string Network(string name) => Path.Combine(AppContext.BaseDirectory, "Networks", $"{name}.onnx");
}
