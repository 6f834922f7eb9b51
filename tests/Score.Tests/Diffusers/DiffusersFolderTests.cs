using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Diffusers;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Data;

namespace ScoreSde.Tests.Diffusers;

/// <summary>Folders in diffusers' layout: what their settings say of the network, and what is refused by name.</summary>
public sealed class DiffusersFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"beta_schedule": "linear"}""", "ddpm", OutputKind.Noise)]
    [InlineData("""{"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012, "prediction_type": "v_prediction"}""", "scaled-linear", OutputKind.Velocity)]
    [InlineData("""{"beta_schedule": "squaredcos_cap_v2", "num_train_timesteps": 500, "prediction_type": "sample"}""", "cosine-ddpm:500", OutputKind.Data)]
    [InlineData("""{"beta_schedule": "sigmoid", "num_train_timesteps": 100, "timestep_spacing": "leading", "steps_offset": 1, "clip_sample": true}""", "sigmoid:0.0001,0.02,100", OutputKind.Noise)]
    public void A_chain_is_told_its_index(string words, string chain, OutputKind output)
    {
        foreach (string name in new[] { "DDPMScheduler", "EulerDiscreteScheduler", "UniPCMultistepScheduler" })
        {
            NetworkDescription description = Described(words, name);
            DdpmChain expected = KnownChains.Parse(chain)!;
            Assert.Equal(new VariancePreserving(expected.ToSchedule()), description.Process);
            Assert.Equal((output, TimeKind.Index, expected.Steps, InputScale.State), (description.Output, description.Time, description.Indices, description.Input));
        }
    }

    [Fact]
    public void What_is_the_samplers_is_taken_and_told()
    {
        Assert.Empty(Described("{}").OfSampler);
        Assert.Equal(
            ["timestep_spacing trailing", "steps_offset 1", "clip_sample True", "clip_sample_range 1.0", "variance_type learned_range"],
            Described("""{"steps_offset": 1, "clip_sample": true, "thresholding": false, "timestep_type": "discrete", "timestep_spacing": "trailing", "clip_sample_range": 1.0, "variance_type": "learned_range"}""").OfSampler);
        Assert.Equal(["shift 3.0"], Described("""{"shift": 3.0}""", "FlowMatchEulerDiscreteScheduler").OfSampler);
    }

    [Fact]
    public void Trained_rates_flows_and_EDM_are_understood()
    {
        NetworkDescription table = Described("""{"trained_betas": [0.1, 0.2, 0.3]}""");
        Assert.Equal((TableSchedule.FromBetas([0.1, 0.2, 0.3]), 3), (table.Process.Schedule, table.Indices));
        NetworkDescription flow = Described("""{"num_train_timesteps": 1000, "shift": 3.0}""", "FlowMatchEulerDiscreteScheduler");
        Assert.Equal((OutputKind.Flow, TimeKind.Flow, 1000.0, InputScale.Flow, new RectifiedFlow()), (flow.Output, flow.Time, flow.TimeScale, flow.Input, flow.Process));
        NetworkDescription rescaled = Described("""{"rescale_betas_zero_snr": true, "prediction_type": "v_prediction", "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}""");
        Assert.Equal((new VariancePreserving(DdpmChain.ScaledLinear().ToSchedule().ToZeroTerminalSnr()), OutputKind.Velocity), (rescaled.Process, rescaled.Output));
        Assert.True(rescaled.Process.At(1).IsPureNoise);
        NetworkDescription edm = Described("""{"sigma_data": 1.0, "sigma_min": 0.01, "sigma_max": 20}""", "EDMEulerScheduler");
        Assert.Equal((OutputKind.Edm, TimeKind.QuarterLogRatio, 1.0, new VarianceExploding(new GeometricSchedule(0.01, 20))), (edm.Output, edm.Time, edm.DataDeviation, edm.Process));
    }

    [Theory]
    [InlineData("DDPMScheduler", """{"rescale_betas_zero_snr": true}""", "which says nothing of the data at the level where sampling starts then")]
    [InlineData("EDMEulerScheduler", """{"rescale_betas_zero_snr": true}""", "rescale_betas_zero_snr")]
    [InlineData("DDIMScheduler", """{"thresholding": true}""", "has \"thresholding\": true")]
    [InlineData("FlowMatchEulerDiscreteScheduler", """{"invert_sigmas": true}""", "has \"invert_sigmas\": true")]
    [InlineData("EulerDiscreteScheduler", """{"timestep_type": "continuous"}""", "has \"timestep_type\": \"continuous\", by which the network is told something else")]
    [InlineData("EulerDiscreteScheduler", """{"use_flow_sigmas": true}""", "has \"use_flow_sigmas\": true")]
    [InlineData("LCMScheduler", "{}", "names the scheduler \"LCMScheduler\", of which nothing is known here")]
    [InlineData("DDPMScheduler", """{"prediction_type": "flow_prediction"}""", "epsilon, sample and v_prediction of a chain are supported")]
    [InlineData("DDPMScheduler", """{"beta_schedule": "laplace"}""", "has \"beta_schedule\": \"laplace\"")]
    [InlineData("DDPMScheduler", """{"beta_end": 2}""", "makes no chain")]
    [InlineData("DDPMScheduler", """{"beta_shedule": "linear"}""", "the nearest is \"beta_schedule\"")]
    [InlineData("EDMEulerScheduler", """{"sigma_data": 0}""", "\"sigma_data\" must be greater than 0")]
    [InlineData("EDMEulerScheduler", """{"prediction_type": "v_prediction"}""", "epsilon of EDM is supported")]
    [InlineData("DDPMScheduler", """{"timestep_spacing": "\ud800"}""", "a text that is no Unicode")]
    [InlineData("VQDiffusionScheduler", "{}", "names the scheduler \"VQDiffusionScheduler\", of which nothing is known here")]
    public void What_is_not_supported_is_refused_by_name(string name, string words, string fragment)
    {
        var refusal = Assert.Throws<NetworkFileException>(() => Described(words, name));
        Assert.Contains(fragment, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("scheduler_config.json: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_variances_and_classes_are_those_of_the_network()
    {
        Settings("DDPMScheduler", "{}");
        File.WriteAllText(folder["unet/config.json"], """{"_class_name": "UNet2DModel", "in_channels": 3, "out_channels": 6, "sample_size": 32, "num_class_embeds": 10, "layers_per_block": 2}""");
        NetworkDescription description = DiffusersFolder.Describe(folder.Path);
        Assert.Equal([3, 32, 32], description.Shape!);
        Assert.Equal((true, 10, new DataScaling(127.5, 127.5)), (description.LearnedVariances, description.Classes, description.Scaling));
        Directory.CreateDirectory(folder["vae"]);
        File.WriteAllText(folder["unet/config.json"], """{"in_channels": 4, "out_channels": 4, "sample_size": [64, 96]}""");
        description = DiffusersFolder.Describe(folder.Path);
        Assert.Equal([4, 64, 96], description.Shape!);
        Assert.Equal((false, 0, DataScaling.Identity), (description.LearnedVariances, description.Classes, description.Scaling));
        File.WriteAllText(folder["unet/config.json"], """{"in_channels": 4, "out_channels": 5, "sample_size": 8}""");
        Assert.Contains("has 5 \"out_channels\"", Assert.Throws<NetworkFileException>(() => DiffusersFolder.Describe(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>The network lies in unet, in transformer or in the folder itself, the settings in scheduler or in the folder itself; a description of one's own goes before the settings.</summary>
    [Theory]
    [InlineData("unet/", "scheduler/")]
    [InlineData("transformer/", "scheduler/")]
    [InlineData("", "")]
    [InlineData("", "scheduler/")]
    [InlineData("unet/", "")]
    public void A_folder_may_be_laid_out_in_several_ways(string network, string scheduler)
    {
        Assert.False(DiffusersFolder.IsOne(folder["none"]));
        Assert.Equal($"{folder.Path}: holds no unet/model.onnx, transformer/model.onnx or model.onnx.", Assert.Throws<NetworkFileException>(() => DiffusersFolder.Describe(folder.Path)).Message);
        Directory.CreateDirectory(folder[network]);
        Directory.CreateDirectory(folder[scheduler]);
        folder.Write($"{network}model.onnx");
        Assert.False(DiffusersFolder.IsOne(folder.Path));
        Assert.Equal($"{folder.Path}: holds no scheduler/scheduler_config.json and no scheduler_config.json.", Assert.Throws<NetworkFileException>(() => DiffusersFolder.Describe(folder.Path)).Message);
        File.WriteAllText(folder[$"{scheduler}scheduler_config.json"], """{"_class_name": "DDIMScheduler"}""");
        Assert.True(DiffusersFolder.IsOne(folder.Path));
        Assert.Equal(Path.Combine(folder.Path, network, "model.onnx"), DiffusersFolder.NetworkOf(folder.Path));
        Assert.Equal(1000, DiffusersFolder.Describe(folder.Path).Indices);
        File.WriteAllText(folder[$"{network}model.json"], """{"output": "data", "schedule": "ddpm:0.001,0.02,10", "time": "index"}""");
        Assert.Equal((OutputKind.Data, 10), DiffusersFolder.Describe(folder.Path) is var own ? (own.Output, own.Indices) : default);
    }

    private NetworkDescription Described(string words, string name = "DDPMScheduler")
    {
        Settings(name, words);
        return DiffusersFolder.Describe(folder.Path);
    }

    private void Settings(string name, string words)
    {
        Directory.CreateDirectory(folder["unet"]);
        Directory.CreateDirectory(folder["scheduler"]);
        folder.Write("unet/model.onnx");
        string comma = words.Trim() == "{}" ? "" : ", ";
        File.WriteAllText(folder["scheduler/scheduler_config.json"], $"{{\"_class_name\": \"{name}\", \"_diffusers_version\": \"0.30.0\"{comma}{words.Trim()[1..]}");
    }
}
