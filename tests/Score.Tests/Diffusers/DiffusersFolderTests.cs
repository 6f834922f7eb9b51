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

    /// <summary>Every sampler that is known, by the network that it is for.</summary>
    [Theory]
    [InlineData("DDPM DDIM DDIMInverse DDPMParallel DDIMParallel PNDM IPNDM UniPCMultistep DEISMultistep DPMSolverMultistep DPMSolverSinglestep DPMSolverSDE EulerDiscrete EulerAncestralDiscrete HeunDiscrete LMSDiscrete KDPM2Discrete KDPM2AncestralDiscrete SASolver", OutputKind.Noise, TimeKind.Index)]
    [InlineData("FlowMatchEulerDiscrete FlowMatchHeunDiscrete", OutputKind.Flow, TimeKind.Flow)]
    [InlineData("EDMEuler EDMDPMSolverMultistep", OutputKind.Edm, TimeKind.QuarterLogRatio)]
    public void Each_sampler_is_known(string names, OutputKind output, TimeKind time)
    {
        string told = Assert.Throws<NetworkFileException>(() => Described("{}", "XScheduler")).Message;
        foreach (string name in names.Split(' '))
        {
            Assert.Equal((output, time), Described("{}", $"{name}Scheduler") is var read ? (read.Output, read.Time) : default);
            Assert.Matches($"[ ,]{name}[,.]", told);
        }
    }

    /// <summary>What a sampler may be told besides, whatever it is; and what would change the samples, unless it is false.</summary>
    [Fact]
    public void Each_key_is_taken_or_refused()
    {
        const string Keys = "timestep_spacing steps_offset shift clip_sample clip_sample_range variance_type set_alpha_to_one skip_prk_steps solver_order solver_type solver_p algorithm_type lower_order_final euler_at_final use_karras_sigmas use_exponential_sigmas use_beta_sigmas use_lu_lambdas final_sigmas_type lambda_min_clipped predict_x0 disable_corrector dynamic_thresholding_ratio sample_max_value interpolation_type sigma_schedule rho base_shift max_shift base_image_seq_len max_image_seq_len use_dynamic_shifting shift_terminal time_shift_type stochastic_sampling noise_sampler_seed predictor_order corrector_order tau_func";
        foreach (string key in Keys.Split(' '))
        {
            Assert.Equal([$"{key} [3]"], Described($$"""{"{{key}}": [3]}""").OfSampler);
        }

        foreach (string key in new[] { "thresholding", "use_flow_sigmas", "invert_sigmas" })
        {
            Assert.Empty(Described($$"""{"{{key}}": false, "_name_or_path": "x"}""").OfSampler);
            Assert.EndsWith($"has \"{key}\": true, which would change the samples and is not supported here.", Assert.Throws<NetworkFileException>(() => Described($$"""{"{{key}}": true}""")).Message, StringComparison.Ordinal);
        }

        File.WriteAllText(folder["scheduler/scheduler_config.json"], "{}");
        Assert.EndsWith("does not say its \"_class_name\".", Assert.Throws<NetworkFileException>(() => DiffusersFolder.Describe(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>What is not said is as diffusers has it, and numbers are taken up to their ends.</summary>
    [Fact]
    public void What_is_not_said_is_as_usual()
    {
        Assert.Equal(new VariancePreserving(DdpmChain.Linear().ToSchedule()), Described("{}").Process);
        Assert.Equal((1000, 1e-3, OutputKind.Noise), Described("{}") is var chain ? (chain.Indices, chain.Range.Minimum, chain.Output) : default);
        Assert.Equal(2, Described("""{"num_train_timesteps": 2, "beta_start": 0.1, "beta_end": 0.2}""").Indices);
        Assert.Contains("\"num_train_timesteps\" must be a whole number of at least 2", Refusal("""{"num_train_timesteps": 1}""", "DDPMScheduler"), StringComparison.Ordinal);
        Assert.Equal((new RectifiedFlow(), 1000.0), Described("{}", "FlowMatchEulerDiscreteScheduler") is var flow ? (flow.Process, flow.TimeScale) : default);
        Assert.Equal(1, Described("""{"num_train_timesteps": 1, "prediction_type": "flow_prediction"}""", "FlowMatchEulerDiscreteScheduler").TimeScale);
        Assert.Contains("\"num_train_timesteps\" must be a whole number of at least 1", Refusal("""{"num_train_timesteps": 0}""", "FlowMatchEulerDiscreteScheduler"), StringComparison.Ordinal);
        Assert.Contains("has \"prediction_type\": \"epsilon\"; flow_prediction of a flow is supported.", Refusal("""{"prediction_type": "epsilon"}""", "FlowMatchEulerDiscreteScheduler"), StringComparison.Ordinal);
        Assert.Equal((new VarianceExploding(new GeometricSchedule(0.002, 80)), 0.5, InputScale.Edm), Described("""{"prediction_type": "epsilon", "num_train_timesteps": 1000}""", "EDMEulerScheduler") is var edm ? (edm.Process, edm.DataDeviation, edm.Input) : default);
        Assert.Contains("makes no levels of noise: ", Refusal("""{"sigma_min": 90}""", "EDMEulerScheduler"), StringComparison.Ordinal);
        Assert.Contains("\"sigma_data\" must be greater than 0", Refusal("""{"sigma_data": -1}""", "EDMEulerScheduler"), StringComparison.Ordinal);
        Assert.Contains("is for chains and not for EDMEulerScheduler", Refusal("""{"rescale_betas_zero_snr": true}""", "EDMEulerScheduler"), StringComparison.Ordinal);
    }

    /// <summary>Pixels are grey or in colour and of no latent; sizes are one side or two.</summary>
    [Theory]
    [InlineData("""{"in_channels": 1, "sample_size": 5}""", "1 5 5", false, 0, true)]
    [InlineData("""{"in_channels": 2, "sample_size": [5, 4]}""", "2 5 4", false, 0, false)]
    [InlineData("""{"in_channels": 3, "out_channels": 3, "sample_size": [1, 2147483647]}""", "3 1 2147483647", false, 0, true)]
    [InlineData("""{"in_channels": 3, "out_channels": 6, "sample_size": 1, "num_class_embeds": 1}""", "3 1 1", true, 1, true)]
    [InlineData("""{"in_channels": 4, "out_channels": 8, "sample_size": 1, "num_class_embeds": null}""", "4 1 1", true, 0, false)]
    [InlineData("""{"in_channels": 3, "sample_size": [5]}""", null, false, 0, false)]
    [InlineData("""{"in_channels": 3, "sample_size": [5, 4, 3]}""", null, false, 0, false)]
    [InlineData("""{"in_channels": 3, "sample_size": "5"}""", null, false, 0, false)]
    [InlineData("""{"in_channels": 3}""", null, false, 0, false)]
    [InlineData("""{"sample_size": 5}""", null, false, 0, false)]
    public void A_network_says_its_shape(string config, string? shape, bool learnsVariances, int classes, bool hasPixels)
    {
        Settings("DDPMScheduler", "{}");
        File.WriteAllText(folder["unet/config.json"], config);
        NetworkDescription read = DiffusersFolder.Describe(folder.Path);
        Assert.Equal((shape, learnsVariances, classes), (read.Shape is null ? null : string.Join(' ', read.Shape), read.LearnedVariances, read.Classes));
        Assert.Equal(hasPixels ? new DataScaling(127.5, 127.5) : DataScaling.Identity, read.Scaling);
        Directory.CreateDirectory(folder["vae"]);
        Assert.Equal(DataScaling.Identity, DiffusersFolder.Describe(folder.Path).Scaling);
    }

    [Theory]
    [InlineData("""{"in_channels": 0, "sample_size": 5}""", "\"in_channels\" must be a whole number of at least 1")]
    [InlineData("""{"in_channels": 3, "out_channels": 0, "sample_size": 5}""", "\"out_channels\" must be a whole number of at least 1")]
    [InlineData("""{"in_channels": 3, "out_channels": 9, "sample_size": 5}""", "has 9 \"out_channels\" for 3 \"in_channels\"")]
    [InlineData("""{"in_channels": 3, "sample_size": 0}""", "\"sample_size\" must be a whole number of at least 1")]
    [InlineData("""{"in_channels": 3, "sample_size": [0, 5]}""", "\"sample_size\" must be one or two whole numbers of at least 1")]
    [InlineData("""{"in_channels": 3, "sample_size": [5, 1.5]}""", "\"sample_size\" must be one or two whole numbers of at least 1")]
    [InlineData("""{"in_channels": 3, "sample_size": [5, 2147483648]}""", "\"sample_size\" must be one or two whole numbers of at least 1")]
    [InlineData("""{"in_channels": 3, "sample_size": 5, "num_class_embeds": 0}""", "\"num_class_embeds\" must be a whole number of at least 1")]
    public void A_shape_that_is_none_is_refused(string config, string fragment)
    {
        Settings("DDPMScheduler", "{}");
        File.WriteAllText(folder["unet/config.json"], config);
        Assert.Contains(fragment, Assert.Throws<NetworkFileException>(() => DiffusersFolder.Describe(folder.Path)).Message, StringComparison.Ordinal);
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

    private string Refusal(string words, string name) => Assert.Throws<NetworkFileException>(() => Described(words, name)).Message;

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
